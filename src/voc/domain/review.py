"""The business review of one account and one quarter: what it asked, what became of it, how it is doing and when it renews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from voc.domain.accounts import AccountFacts, ArrChange, Feature, Opportunity
from voc.domain.evidence import Window
from voc.domain.health import AccountHealth
from voc.domain.impact import short_money
from voc.domain.money import Money
from voc.domain.nps import Nps
from voc.domain.quarters import Quarter
from voc.domain.report import SHOWN_ACCOUNTS, ReportQuote
from voc.domain.words import count

Outcome = Literal["released", "there", "shipped", "declined", "in_progress", "planned", "under_review", "open"]
CLOSED: frozenset[Outcome] = frozenset(("released", "shipped", "declined"))
OWN_ASK = "A point of its own"  # a theme of few accounts is not named: its label may be another customer's words


@dataclass(frozen=True, slots=True)
class Ask:
    """A theme that the account raised in the window, `quarter_mentions` times in the quarter, and what became of it."""

    id: str
    label: str
    mentions: int
    quarter_mentions: int
    last_said: datetime
    outcome: Outcome
    feature: Feature | None
    quotes: tuple[ReportQuote, ...]

    @property
    def is_open(self) -> bool:
        """Whether the account still waits for an answer."""
        return self.outcome not in CLOSED

    @property
    def outcome_words(self) -> str:
        """What became of it, in words."""
        if self.outcome == "released" and self.feature is not None:
            return f"released as {self.feature.name}"
        if self.outcome == "there" and self.feature is not None:
            return f"there already: {self.feature.name}"
        said = {"released": "released", "shipped": "shipped", "declined": "declined", "in_progress": "in progress", "planned": "planned"}
        return said.get(self.outcome, "under review" if self.outcome == "under_review" else "no answer yet")


@dataclass(frozen=True, slots=True)
class ArrPoint:
    """What the account paid a year on a day; None: unknown."""

    day: date
    arr: Money | None


@dataclass(frozen=True, slots=True)
class AccountReview:
    """The review. `asks` are those of the window, the most mentioned in the quarter first."""

    quarter: Quarter
    window: Window
    run_id: str
    account: AccountFacts
    arr: Money | None
    currency: str
    asks: tuple[Ask, ...]
    health: AccountHealth
    course: tuple[ArrPoint, ...]
    changes: tuple[ArrChange, ...]
    deals: tuple[Opportunity, ...]
    nps: Nps
    items: int
    quarter_items: int

    @property
    def asked(self) -> tuple[Ask, ...]:
        """What it asked in the quarter."""
        return tuple(a for a in self.asks if a.quarter_mentions)

    @property
    def open_asks(self) -> tuple[Ask, ...]:
        """What it still waits for."""
        return tuple(a for a in self.asks if a.is_open)

    @property
    def verdict(self) -> str:
        """The review in a sentence or two."""
        pays = f"pays {short_money(self.arr)} a year" if self.arr else "has an unknown ARR"
        renews = f"renews on {_day(self.account.renews_on)}" if self.account.renews_on else "has no known renewal"
        answered = sum(not a.is_open for a in self.asked)
        asked = f"raised {count(len(self.asked), 'theme')} in {self.quarter.title}, of which {answered} found an answer" if self.asked else "raised no theme"
        return f"{self.account.name} {pays} and {renews}. It {asked}; {count(len(self.open_asks), 'ask')} of the last year {_are(len(self.open_asks))} open."


def judge_outcome(status: str, feature: Feature | None, first_said: datetime, as_of: datetime) -> Outcome:
    """What became of an ask by then: what was released since, else what people say of it. What was there before it was asked for is still to be shown."""
    if feature is not None and feature.status != "planned" and feature.released_on is not None and feature.released_on <= as_of.date():
        return "released" if feature.released_on > first_said.date() else "there"
    known: dict[str, Outcome] = {
        "shipped": "shipped",
        "declined": "declined",
        "in_progress": "in_progress",
        "planned": "planned",
        "under_review": "under_review",
    }
    return known.get(status) or ("planned" if feature is not None and feature.status == "planned" else "open")


def name_ask(label: str, accounts: int) -> str:
    """The theme's label where enough accounts raise it."""
    return label if accounts >= SHOWN_ACCOUNTS else OWN_ASK


def order_asks(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """The most mentioned in the quarter first, then in the window."""
    return tuple(sorted(asks, key=lambda a: (-a.quarter_mentions, -a.mentions, a.id)))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
