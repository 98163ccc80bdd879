"""Domain values with as little said as a test needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from voc.domain.accounts import AccountFacts, ArrBook, ArrChange, account_key
from voc.domain.deals import Deal
from voc.domain.evidence import Mention, ThemeEvidence, gather_evidence, window_before
from voc.domain.exposure import Books
from voc.domain.impact import ThemeImpact, weigh_theme
from voc.domain.money import FxTable
from voc.domain.voices import portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS, Weights

AS_OF = datetime(2026, 10, 31, 12, tzinfo=UTC)
WINDOW = window_before(AS_OF, 365)


def facts(
    account_id: str, arr: str | None = "1000", segment: str | None = "smb", renews_on: date | None = None, status: str = "active", parent: str | None = None
) -> AccountFacts:
    """An account with this yearly ARR in the reporting currency; None: unknown."""
    amount, above = None if arr is None else Decimal(arr), account_key(parent) if parent else None
    return AccountFacts(account_key(account_id), account_id, account_id, amount, segment, status=status, renews_on=renews_on, parent=above)


def books(
    accounts: Iterable[AccountFacts],
    currency: str = "USD",
    history: Mapping[str, Sequence[ArrChange]] | None = None,
    deals: Sequence[Deal] = (),
    named: Mapping[str, Iterable[str]] | None = None,
) -> Books:
    """The books on the window's day. An account of unknown ARR is in a currency without a rate; `history` is by account id."""
    known = {a.id: a for a in accounts}
    stated = {key: (a.arr, currency) if a.arr is not None else (Decimal(1), "XAF") for key, a in known.items()}
    return Books(
        day=WINDOW.day,
        currency=currency,
        accounts=known,
        arr=ArrBook(stated, {account_key(key): changes for key, changes in (history or {}).items()}, FxTable(currency)),
        parents={key: a.parent for key, a in known.items() if a.parent},
        deals={d.id: d for d in deals},
        named={theme: frozenset(ids) for theme, ids in (named or {}).items()},
    )


def weigh(found: ThemeEvidence, company: Iterable[AccountFacts], weights: Weights = DEFAULT_WEIGHTS, fit: float | None = None) -> ThemeImpact:
    """A theme's impact in this company."""
    known = books(company)
    return weigh_theme(found, known, portfolio_of(known), weights, fit)


def mention(
    snippet: str,
    account: str | None,
    days_ago: float = 30,
    theme: str | None = "thm_a",
    sentiment: float = 0.0,
    kind: str = "ticket",
    feedback: str = "",
    intent: str | None = None,
) -> Mention:
    """A snippet about the theme, said so many days before AS_OF."""
    key = account_key(account) if account else None
    return Mention(snippet, feedback or f"fbk_{snippet}", theme, key, AS_OF - timedelta(days=days_ago), kind, "zendesk", sentiment, intent=intent)


def evidence(mentions: Sequence[Mention], *accounts: AccountFacts) -> ThemeEvidence:
    """The evidence of the one theme that the mentions are about."""
    (found,) = gather_evidence(mentions, {a.id: a for a in accounts}, WINDOW)
    return found


def raised_by(*accounts: AccountFacts, times: int = 1, days_ago: Sequence[float] = (30,)) -> ThemeEvidence:
    """A theme that each account raised `times` times on each of these days."""
    said = [mention(f"snp_{a.account_id}_{day}_{n}", a.account_id, day) for a in accounts for day in days_ago for n in range(times)]
    return evidence(said, *accounts)
