"""What customers said, gathered by theme and by account: the ground that every figure stands on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from voc.domain.accounts import AccountFacts
from voc.errors import InputError

TREND_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The time that figures cover: after `since`, up to and with `as_of`. Both UTC."""

    since: datetime
    as_of: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.since < moment <= self.as_of

    @property
    def day(self) -> date:
        """The day of `as_of`: the day on which ARR, rates and renewals are read."""
        return self.as_of.date()


def check_order(since: date, as_of: date) -> None:
    """Raises InputError where the time from one day, or one moment, to the other is empty."""
    if since > as_of:
        form = "%Y-%m-%d" if f"{since:%Y-%m-%d}" != f"{as_of:%Y-%m-%d}" else "%Y-%m-%d %H:%M:%S"
        raise InputError(f"since {since:{form}} lies after {as_of:{form}}: the time is empty")


def check_not_ahead(as_of: date, now: datetime, ranked_as_of: datetime) -> None:
    """Raises InputError for a day after today of which no ranking tells either."""
    if as_of > max(now, ranked_as_of).date():
        raise InputError(f"{as_of} lies ahead: nothing is known of it yet")


def end_of_day(day: date) -> datetime:
    """The last microsecond of a day, UTC."""
    return datetime.combine(day, time.max, tzinfo=UTC)


def window_before(as_of: datetime, days: int) -> Window:
    """The `days` days that end at `as_of`."""
    return Window(as_of - timedelta(days=days), as_of)


@dataclass(frozen=True, slots=True)
class Mention:
    """One snippet as evidence. `theme_id` is the theme in which it counts, `possible_in` the one that it may belong to (`counting`); one of them at most.
    `account` is an `acc_` id, None where the item is unmatched; `sentiment` from -1 to 1; `author` tells the contacts of one account apart, None where nobody
    is named; `words` is the same for the same words."""

    snippet_id: str
    feedback_id: str
    theme_id: str | None
    account: str | None
    occurred_at: datetime
    kind: str
    source: str
    sentiment: float
    strength: float = 1.0
    intent: str | None = None
    author: str | None = None
    possible_in: str | None = None
    words: str | None = None

    @property
    def placed_in(self) -> str | None:
        """The theme that it was put in, whether it counts there or not."""
        return self.theme_id if self.theme_id is not None else self.possible_in

    @property
    def asks(self) -> bool:
        """Whether it wants something: praise does not."""
        return self.intent != "praise"


@dataclass(frozen=True)
class ThemeEvidence:
    """The mentions of one theme in one window, with the facts of the accounts that made them. Accounts are distinct by construction. `possible` are the
    mentions that may belong to it and count nowhere."""

    theme_id: str
    mentions: tuple[Mention, ...]
    accounts: Mapping[str, AccountFacts]
    window: Window
    possible: tuple[Mention, ...] = ()

    @cached_property
    def possible_accounts(self) -> frozenset[str]:
        """The accounts that the possible mentions alone would add."""
        return frozenset(m.account for m in self.possible if m.account is not None) - self.accounts.keys()

    @cached_property
    def mentions_by_account(self) -> Mapping[str, int]:
        """Mentions of each known account, the loudest first."""
        counts: dict[str, int] = {}
        for mention in self.mentions:
            if mention.account is not None:
                counts[mention.account] = counts.get(mention.account, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The distinct segments of the accounts, sorted."""
        return tuple(sorted({a.segment for a in self.accounts.values() if a.segment}))

    @cached_property
    def months(self) -> int:
        """In how many calendar months somebody with an account mentioned it."""
        return len({(m.occurred_at.year, m.occurred_at.month) for m in self.mentions if m.account})

    @cached_property
    def first_seen(self) -> datetime:
        """When the window's first mention was made."""
        return min(m.occurred_at for m in self.mentions)

    @cached_property
    def last_seen(self) -> datetime:
        """When the window's last mention was made."""
        return max(m.occurred_at for m in self.mentions)

    @cached_property
    def trend(self) -> tuple[int, ...]:
        """Mentions in each of the last 12 weeks before as_of, the oldest first."""
        counts = [0] * TREND_WEEKS
        for mention in self.mentions:
            if (weeks_ago := self.weeks_ago(mention)) < TREND_WEEKS:
                counts[TREND_WEEKS - 1 - weeks_ago] += 1
        return tuple(counts)

    def weeks_ago(self, mention: Mention) -> int:
        """Whole weeks from the mention to as_of."""
        return (self.window.as_of - mention.occurred_at) // timedelta(weeks=1)

    @cached_property
    def mean_sentiment(self) -> float:
        """Mean over the mentions, -1 to 1."""
        return sum(m.sentiment for m in self.mentions) / len(self.mentions)

    @cached_property
    def negative_share(self) -> float:
        """Share of the mentions that are clearly negative."""
        return sum(m.sentiment < 0 for m in self.mentions) / len(self.mentions)


def gather_evidence(mentions: Iterable[Mention], accounts: Mapping[str, AccountFacts], window: Window) -> Sequence[ThemeEvidence]:
    """The evidence of every theme with a mention in the window, by theme id. Mentions without a theme are left out, a snippet that comes twice counts once;
    order does not matter. What an account that is not among `accounts` said counts as nobody's: as that of a customer yet to come."""
    by_theme: dict[str, dict[str, Mention]] = {}
    possible: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        if mention.placed_in is not None and mention.occurred_at in window:
            known = mention if mention.account is None or mention.account in accounts else replace(mention, account=None)
            side = by_theme if mention.theme_id is not None else possible
            side.setdefault(mention.placed_in, {})[mention.snippet_id] = known
    return [_evidence(theme_id, found.values(), possible.get(theme_id, {}).values(), accounts, window) for theme_id, found in sorted(by_theme.items())]


def _evidence(theme_id: str, found: Iterable[Mention], possible: Iterable[Mention], accounts: Mapping[str, AccountFacts], window: Window) -> ThemeEvidence:
    mentions, maybe = (tuple(sorted(some, key=lambda m: (m.occurred_at, m.snippet_id))) for some in (found, possible))
    said_by = sorted({m.account for m in mentions if m.account is not None})
    return ThemeEvidence(theme_id, mentions, {key: accounts[key] for key in said_by}, window, maybe)
