"""What the accounts say, through which channel, and how they rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import numpy as np

from voc.domain.evidence import Mention

from .calendar import Calendar
from .chance import stream
from .life import Life
from .needs import Need
from .roster import CHANNELS, Roster

ONE_OFFS = 0.03  # a month, of an account of usual loudness
LOUD_RATE = (0.8, 2.5)  # mentions a month of a loud wish
LOUD_LASTS = (5, 13)  # months
MAIN_CONTACT = 0.65  # of an account's mentions of one need, by the one who has it most
ANSWERS = 0.12  # survey answers a month without a word about a need
RATES_TICKET = 0.3  # of the tickets
CALL_POINTS = 3  # at most, of one account's month, in one call


@dataclass(frozen=True)
class Said:
    """One point: the account's row, what it is about (a need, `loud:...` or `oneoff:...`), when, through which channel, by which of its contacts."""

    account: int
    about: str
    at: datetime
    kind: str
    contact: int


@dataclass(frozen=True)
class Rated:
    """A rating on its scale. `nth` is the point that it came with, None where it came without words."""

    account: int
    at: datetime
    kind: str
    scale: str
    rating: int
    contact: int
    nth: int | None


def speak(seed: int, roster: Roster, life: Life, needs: Sequence[Need], calendar: Calendar, loud: Sequence[str]) -> list[Said]:
    """Everything that is said, the earliest first. Needs as a Poisson process; each of the `loud` wishes by one account; one-offs once."""
    random = stream(seed, "voices")
    found = [
        *_of_needs(random, roster, life, needs, calendar),
        *_of_loud(stream(seed, "loud"), life, roster, calendar, loud),
        *_of_one_offs(stream(seed, "one-offs"), life, roster, calendar),
    ]
    return sorted(found, key=lambda said: (said.at, said.account, said.about))


def _of_needs(random: np.random.Generator, roster: Roster, life: Life, needs: Sequence[Need], calendar: Calendar) -> list[Said]:
    voices = np.array([need.voices(calendar.months) for need in needs]).reshape(len(needs), calendar.months)
    rates = np.array([need.rate for need in needs])
    felt = life.has[:, :, None] & (life.felt_from[:, :, None] <= np.arange(calendar.months))
    counts = random.poisson(felt * (roster.loudness[:, None] * rates)[:, :, None] * voices[None] * life.present[:, None, :])
    main = random.integers(0, roster.contacts[:, None], life.has.shape)
    found = []
    for account, need, month in np.argwhere(counts):
        for _ in range(counts[account, need, month]):
            contact = main[account, need] if random.random() < MAIN_CONTACT else random.integers(roster.contacts[account])
            found.append(_say(random, roster, calendar, int(account), needs[need].id, int(month), int(contact)))
    return found


def _of_loud(random: np.random.Generator, life: Life, roster: Roster, calendar: Calendar, loud: Sequence[str]) -> list[Said]:
    lasting = np.flatnonzero(life.present.all(axis=1))
    able = lasting if len(lasting) >= len(loud) else np.arange(len(roster))
    found = []
    for name, account in zip(loud, random.choice(able, min(len(loud), len(able)), replace=False), strict=False):
        lasts = min(int(random.integers(*LOUD_LASTS)), calendar.months)
        first = int(random.integers(0, calendar.months - lasts + 1))
        rate, voices = random.uniform(*LOUD_RATE), min(2, int(roster.contacts[account]))
        for month in range(first, first + lasts):
            if life.present[account, month]:
                found += [_say(random, roster, calendar, int(account), name, month, int(random.integers(voices))) for _ in range(random.poisson(rate))]
    return found


def _of_one_offs(random: np.random.Generator, life: Life, roster: Roster, calendar: Calendar) -> list[Said]:
    counts = random.poisson(ONE_OFFS * roster.loudness[:, None] * life.present)
    places = [(int(a), int(m)) for a, m in np.argwhere(counts) for _ in range(counts[a, m])]
    return [
        _say(random, roster, calendar, account, f"oneoff:{n}", month, int(random.integers(roster.contacts[account])))
        for n, (account, month) in enumerate((places[i] for i in random.permutation(len(places))), start=1)
    ]


def _say(random: np.random.Generator, roster: Roster, calendar: Calendar, account: int, about: str, month: int, contact: int) -> Said:
    return Said(account, about, _moment(random, calendar, month), CHANNELS[random.choice(len(CHANNELS), p=roster.channels[account])], contact)


def _moment(random: np.random.Generator, calendar: Calendar, month: int) -> datetime:
    """Some time of a working day's hours, to the second."""
    return datetime.combine(calendar.day_of(month, random.random()), time(8), UTC) + timedelta(seconds=int(random.integers(10 * 3600)))


def rate(seed: int, roster: Roster, life: Life, severities: np.ndarray, said: Sequence[Said], calendar: Calendar) -> list[Rated]:
    """The ratings, by time: every survey answer has one, tickets some, and there are answers without a word. They follow what the account lacks and its mood,
    with noise."""
    random = stream(seed, "ratings")
    content = 9.3 - 0.8 * life.pain(severities) - 1.1 * life.mood  # of 10

    def rated(account: int, at: datetime, kind: str, contact: int, nth: int | None) -> Rated:
        month = (at.year - calendar.first_of(0).year) * 12 + at.month - calendar.first_of(0).month
        felt = float(np.clip(content[account, month] + random.normal(0, 1.4), 0, 10))
        scale, value = ("nps", round(felt)) if kind == "nps" else ("csat5", 1 + round(felt * 0.4))
        return Rated(account, at, kind, scale, value, contact, nth)

    found = [rated(s.account, s.at, "nps", s.contact, n) for n, s in enumerate(said) if s.kind == "nps"]
    found += [
        rated(s.account, min(s.at + timedelta(days=2), calendar.as_of.replace(microsecond=0)), "csat", s.contact, None)
        for s in said
        if s.kind == "ticket" and random.random() < RATES_TICKET
    ]
    counts = random.poisson(ANSWERS * (roster.loudness > 0)[:, None] * life.present)
    for account, month in np.argwhere(counts):
        contact = int(random.integers(roster.contacts[account]))
        found.append(rated(int(account), _moment(random, calendar, int(month)), "nps", contact, None))
    return sorted(found, key=lambda r: (r.at, r.account, r.kind))


def as_mentions(said: Sequence[Said], keys: Sequence[str], severities: dict[str, float], seed: int) -> list[Mention]:
    """The points as evidence, the theme of each being what it is truly about. `keys` are the accounts' `acc_` ids."""
    random = stream(seed, "sentiment")
    return [
        Mention(
            snippet_id=f"snp_{n:07}",
            feedback_id=f"fbk_{n:07}",
            theme_id=s.about,
            account=keys[s.account],
            occurred_at=s.at,
            kind=s.kind,
            source="simulated",
            sentiment=float(np.clip(random.normal(-0.15 - 0.6 * severities.get(s.about, 0.3), 0.3), -1, 1)),
            intent="problem" if random.random() < severities.get(s.about, 0.3) else "request",
            author=f"{keys[s.account]}.{s.contact}",
        )
        for n, s in enumerate(said)
    ]
