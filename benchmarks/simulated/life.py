"""What becomes of the accounts, month by month: what they feel, how they fare, and whether they shrink or leave.

The chance to leave in a month is 1 - exp(-hazard), with a log-linear hazard: the segment's, the logarithm of the hazard ratio of every need that the account
feels, how engaged it is, and whether its champion has gone. So a need's planted effect is its hazard ratio exactly, whatever else happens.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .chance import stream
from .needs import PLANS, SEGMENTS, Need
from .roster import Roster

HAZARD = np.array([0.007, 0.0055, 0.0035, 0.0025])  # a month, by segment, of an account that lacks nothing
AT_RENEWAL = 6.5  # times as likely in the month before a renewal, and BETWEEN times in the others: 1 over the year
BETWEEN = 0.5
KEEPS = 0.85  # of the mood, from a month to the next
MOOD_STEP = 0.4
MOOD_WEIGHT = 0.9  # on the logarithm of the hazard; a mood above 0 is a bad one
CHAMPION_LEAVES = 0.012  # a month
WITHOUT_CHAMPION = 5  # months until another is found
CHAMPION_RATIO = 2.0
SHRINKS = 0.8  # hazard of a contraction over that of leaving
GROWS = 0.018  # a month, of a content account


@dataclass(frozen=True)
class Life:
    """`has`: (accounts, needs), `felt_from` the month in which each need is first felt, `unmet` how much of it is unmet in each month; `present`, `mood`,
    `champion_gone`, `hazard` and `arr` are by (account, month); `left_in` the month at whose end an account left, -1 where it stays; `changes` are (account,
    month at whose end, ARR from then on, reason)."""

    has: np.ndarray
    felt_from: np.ndarray
    unmet: np.ndarray
    present: np.ndarray
    mood: np.ndarray
    champion_gone: np.ndarray
    hazard: np.ndarray
    arr: np.ndarray
    left_in: np.ndarray
    changes: tuple[tuple[int, int, float, str], ...]

    def pain(self, severities: np.ndarray) -> np.ndarray:
        """The severities of what each account lacks in each month, together. Shape (accounts, months)."""
        return np.einsum("anm,n->am", self.unmet, severities)


def live(seed: int, roster: Roster, needs: Sequence[Need], months: int) -> Life:
    """Let the accounts live through the months."""
    random = stream(seed, "needs of accounts")
    has = draw_holders(random, roster, needs)
    delays = np.array([need.delay for need in needs])
    felt_from = np.array([need.onset for need in needs]) + np.floor(random.exponential(1.0, has.shape) * delays)
    felt_from = np.maximum(felt_from, roster.started[:, None]).astype(int)
    weights = np.array([need.weights(months) for need in needs]).reshape(len(needs), months)
    unmet = has[:, :, None] * (felt_from[:, :, None] <= np.arange(months)) * weights[None]
    return _let_fare(stream(seed, "life"), roster, has, felt_from, unmet, np.log([need.hazard_ratio for need in needs]), months)


def draw_holders(random: np.random.Generator, roster: Roster, needs: Sequence[Need]) -> np.ndarray:
    """Which account has which need. Shape (accounts, needs)."""
    has = np.zeros((len(roster), len(needs)), dtype=bool)
    for column, need in enumerate(needs):
        chance = random.random(len(roster))
        able = np.ones(len(roster), dtype=bool) if need.plan is None else roster.plan < PLANS.index(need.plan)
        if need.holders is None:
            has[:, column] = able & (chance < np.array([need.prevalence[s] for s in SEGMENTS])[roster.segment])
        else:  # by those who talk at all, or nobody would ever hear of it
            has[np.argsort(np.where(able & (roster.loudness > 0), chance, 2.0), kind="stable")[: need.holders], column] = True
    return has


def _let_fare(random: np.random.Generator, roster: Roster, has: np.ndarray, felt_from: np.ndarray, unmet: np.ndarray, effects: np.ndarray, months: int) -> Life:
    count = len(roster)
    present, hazard, arr = np.zeros((count, months), bool), np.zeros((count, months)), np.zeros((count, months))
    mood, champion_gone = np.zeros((count, months)), np.zeros((count, months), bool)
    left_in, changes = np.full(count, -1), list[tuple[int, int, float, str]]()
    feeling, away, pays = random.normal(0, MOOD_STEP / np.sqrt(1 - KEEPS**2), count), np.zeros(count, int), roster.arr.copy()
    for month in range(months):
        here = (roster.started <= month) & (left_in < 0)
        feeling = KEEPS * feeling + random.normal(0, MOOD_STEP, count)
        away = np.where(random.random(count) < CHAMPION_LEAVES, WITHOUT_CHAMPION, np.maximum(away - 1, 0))
        renews = (month + 1 - roster.started) % 12 == 0
        push = unmet[:, :, month] @ effects + MOOD_WEIGHT * feeling + np.log(CHAMPION_RATIO) * (away > 0)
        rate = HAZARD[roster.segment] * np.exp(push)
        present[:, month], mood[:, month], champion_gone[:, month], arr[:, month] = here, feeling, away > 0, np.where(here, pays, 0.0)
        hazard[:, month] = np.where(here, rate * np.where(renews, AT_RENEWAL, BETWEEN), 0.0)
        acts = here & (month < months - 1)  # what a last month's end brings lies ahead of the last day
        leaves = acts & (random.random(count) < 1 - np.exp(-hazard[:, month]))
        shrinks = acts & ~leaves & (random.random(count) < 1 - np.exp(-SHRINKS * rate))
        grows = acts & ~leaves & ~shrinks & (random.random(count) < GROWS * np.exp(-0.5 * push))
        renewed = acts & renews & ~(leaves | shrinks | grows)
        factor = np.select([leaves, shrinks, grows, renewed], [0.0, random.uniform(0.5, 0.85, count), random.uniform(1.1, 1.4, count), 1.03], 1.0)
        reason = np.select([leaves, shrinks, grows, renewed], ["churn", "contraction", "expansion", "renewal"], "")
        pays = np.round(pays * factor, 2)
        left_in[leaves] = month
        changes += [(int(a), month, float(pays[a]), str(reason[a])) for a in np.flatnonzero(factor != 1.0)]
    return Life(has, felt_from, unmet, present, mood, champion_gone, hazard, arr, left_in, tuple(changes))
