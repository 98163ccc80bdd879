"""Who the accounts are."""

from dataclasses import dataclass

import numpy as np

from .calendar import Calendar
from .chance import stream
from .needs import PLANS, SEGMENTS

SEGMENT_SHARES = (0.30, 0.34, 0.24, 0.12)
MEDIAN_ARR = np.array([6_000.0, 18_000.0, 70_000.0, 240_000.0])
ARR_SPREAD = 0.55  # of the logarithm
PLAN_CHANCES = np.array([[0.60, 0.35, 0.05, 0.0], [0.25, 0.50, 0.22, 0.03], [0.0, 0.25, 0.55, 0.20], [0.0, 0.05, 0.35, 0.60]])
CURRENCIES = ("USD", "EUR", "GBP", "SEK")
CURRENCY_SHARES = (0.60, 0.25, 0.12, 0.03)  # there is no rate for the last: those accounts' ARR is unknown
SUBSIDIARIES = 0.06
NEWCOMERS = 0.22  # accounts that start while the company is watched
LONGEST = 48  # months that an account was there before
SILENT = 0.15  # accounts that never say a word
LOUDNESS_SPREAD = 0.9  # of the logarithm; the mean is 1
CHANNELS = ("call_note", "ticket", "nps")
CHANNEL_LEANING = np.array([[1.0, 3.0, 2.0], [1.5, 3.0, 1.5], [3.0, 2.5, 0.8], [4.5, 1.5, 0.4]])
CONTACTS = (1, 2, 3, 5)  # by segment


@dataclass(frozen=True)
class Roster:
    """One row an account. `started` is a month, the first one in which it is a customer; `arr` what it pays then; `channels` the shares of its words."""

    segment: np.ndarray
    plan: np.ndarray
    arr: np.ndarray
    currency: np.ndarray
    started: np.ndarray
    loudness: np.ndarray
    channels: np.ndarray
    contacts: np.ndarray
    parent: np.ndarray  # the row of its parent; -1 for none
    gives_signals: np.ndarray

    def __len__(self) -> int:
        return len(self.segment)


def draw_roster(seed: int, accounts: int, calendar: Calendar) -> Roster:
    """Accounts at random, `A-1` first."""
    random = stream(seed, "roster")
    segment = random.choice(len(SEGMENTS), accounts, p=SEGMENT_SHARES)
    plan = np.array([random.choice(len(PLANS), p=PLAN_CHANCES[s]) for s in segment])
    arr = np.round(MEDIAN_ARR[segment] * np.exp(random.normal(0, ARR_SPREAD, accounts)), -1)
    started = -random.integers(1, LONGEST, accounts)
    new = random.random(accounts) < NEWCOMERS
    started[new] = random.integers(0, calendar.months, int(new.sum()))
    loudness = np.exp(random.normal(-(LOUDNESS_SPREAD**2) / 2, LOUDNESS_SPREAD, accounts))
    loudness[random.random(accounts) < SILENT] = 0.0
    channels = np.array([random.dirichlet(CHANNEL_LEANING[s]) for s in segment])
    contacts = 1 + random.binomial(np.array(CONTACTS)[segment], 0.5)
    currency = random.choice(len(CURRENCIES), accounts, p=CURRENCY_SHARES)
    return Roster(segment, plan, arr, currency, started, loudness, channels, contacts, _parents(random, arr), random.random(accounts) < 0.9)


def _parents(random: np.random.Generator, arr: np.ndarray) -> np.ndarray:
    """Some accounts belong to one of the fifth that pays most and has no parent itself."""
    parent = np.full(len(arr), -1)
    largest = np.argsort(-arr)[: max(1, len(arr) // 5)]
    others = np.setdiff1d(np.arange(len(arr)), largest)
    for row in random.choice(others, round(SUBSIDIARIES * len(arr)), replace=False) if len(others) else ():
        parent[row] = random.choice(largest)
    return parent
