"""Building a month's report out of two rankings, the accounts' health and what was counted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from voc.domain.accounts import AccountFacts, total_arr
from voc.domain.evidence import ThemeEvidence
from voc.domain.exposure import RENEWAL_DAYS
from voc.domain.health import AccountHealth, HealthOverride
from voc.domain.impact import short_money
from voc.domain.money import Money
from voc.domain.months import Month
from voc.domain.nps import NpsCourse
from voc.domain.report import (
    GIANT,
    SHOWN_ACCOUNTS,
    BandTotal,
    Counted,
    Giant,
    MonthlyReport,
    Release,
    ReportAccount,
    ReportMethod,
    ReportQuote,
    ReportRetention,
    ReportTheme,
    ToTell,
)
from voc.domain.scope import Scope
from voc.domain.themes import RankedTheme

DECIDED = 5
MOVERS = 5
LEAST_MOVE = 2  # mentions
LISTED_ACCOUNTS = 10
PRAISE_NEGATIVE_SHARE = 0.25
PRAISE_SENTIMENT = 0.1
QUOTE_WORDS = (5, 45)  # least and most of a quote that reads as a sentence
WISH = "request"  # an intent
BANDS = ("at_risk", "watch", "healthy")

NOBODY_SAID: Mapping[str, HealthOverride] = MappingProxyType({})

QuotesOf = Callable[[str], tuple[ReportQuote, ...]]


def build_report(
    month: Month,
    ranked: Sequence[RankedTheme],
    before: Sequence[RankedTheme],
    accounts: Mapping[str, AccountFacts],
    health: Mapping[str, AccountHealth],
    method: ReportMethod,
    quotes_of: QuotesOf,
    retention: ReportRetention | None = None,
    releases: Sequence[Release] = (),
    nps: NpsCourse | None = None,
    overrides: Mapping[str, HealthOverride] = NOBODY_SAID,
) -> MonthlyReport:
    """The report. `ranked` is the ranking at the month's end (not empty), `before` the one a month earlier; `quotes_of` gives a theme's two quotes; `releases`
    are those of the window. An account is in the band that a person put it in, where one of the `overrides` stood at the month's end."""
    currency, window = ranked[0].impact.affected_arr.currency, ranked[0].evidence.window
    ranks = {r.theme.id: r.rank for r in before}
    named = [_theme(r, ranks.get(r.theme.id), month) for r in ranked if len(r.evidence.accounts) >= SHOWN_ACCOUNTS]
    raised = {r.theme.id: r.evidence for r in ranked if len(r.evidence.accounts) >= SHOWN_ACCOUNTS}
    counted = [r for r in ranked if len(r.evidence.accounts) < SHOWN_ACCOUNTS]
    shared = [t for t in named if t.scope in (Scope.SCALABLE, Scope.EMERGING)]
    decide = [t for t in shared if not is_praise(t)][:DECIDED]
    present = {key: a for key, a in accounts.items() if a.is_customer(month.last)}
    told = (_account(a, health[key], overrides.get(key), currency) for key, a in present.items())
    listed = sorted(told, key=lambda a: (-(a.arr.amount if a.arr else 0), a.id))
    soon = [a for a in listed if a.renews_on and month.last <= a.renews_on <= month.last + timedelta(days=RENEWAL_DAYS)]
    bands = tuple(_total(band, [a for a in listed if a.band == band], present, currency) for band in BANDS)
    arr, renewing = Money(total_arr(present.values()), currency), _total("renewing", soon, present, currency)

    def quoted(themes: Iterable[ReportTheme], limit: int | None = None) -> tuple[ReportTheme, ...]:
        return tuple(replace(t, quotes=quotes_of(t.id)) for t in list(themes)[:limit])

    return MonthlyReport(
        month=month,
        window=window,
        run_id=ranked[0].run_id,
        verdict=_verdict(month, decide, arr, bands[0], renewing),
        decide=quoted(decide),
        praise=quoted((t for t in shared if is_praise(t)), DECIDED),
        up=quoted(sorted((t for t in named if t.change >= LEAST_MOVE), key=lambda t: (-t.change, t.rank)), MOVERS),
        down=quoted(sorted((t for t in named if t.change <= -LEAST_MOVE), key=lambda t: (t.change, t.rank)), MOVERS),
        concentrated=quoted(t for t in named if t.scope not in (Scope.SCALABLE, Scope.EMERGING)),
        counted=Counted(len(counted), sum(len(r.evidence.mentions) for r in counted)),
        giants=_giants(counted, arr),
        arr=arr,
        bands=bands,
        at_risk=tuple(a for a in listed if a.band == "at_risk")[:LISTED_ACCOUNTS],
        watch=tuple(a for a in listed if a.band == "watch")[:LISTED_ACCOUNTS],
        renewing=renewing,
        renewals=tuple(sorted(soon[:LISTED_ACCOUNTS], key=lambda a: (a.renews_on or month.last, a.id))),
        method=method,
        retention=retention,
        shipped=tuple(replace(r, tell=_to_tell(raised[r.theme_id], r.effect.span.released_on, present)) for r in releases if r.theme_id in raised),
        nps=nps,
    )


def is_praise(theme: ReportTheme) -> bool:
    """Whether customers are content with it: there is nothing to decide."""
    return theme.negative_share < PRAISE_NEGATIVE_SHARE and theme.mean_sentiment >= PRAISE_SENTIMENT


def pick_quotes(candidates: Sequence[ReportQuote], month: Month, count: int = 2) -> tuple[ReportQuote, ...]:
    """The first quotes that read as a sentence, of different accounts: before all others what is no question and of the mood that prevails, then what was said
    in the month. `candidates` the most typical first."""
    mood = sum(quote.sentiment for quote in candidates)

    def order(quote: ReportQuote) -> tuple[bool, bool, bool]:
        reads = QUOTE_WORDS[0] <= len(quote.text.split()) <= QUOTE_WORDS[1]
        tells = quote.sentiment * mood >= 0 and not quote.text.rstrip().endswith("?")
        return not reads, not tells, quote.occurred_at not in month

    chosen: list[ReportQuote] = []
    for quote in sorted(candidates, key=order):
        if len(chosen) < count and not any(quote.account == c.account or quote.text.lower() == c.text.lower() for c in chosen):
            chosen.append(quote)
    return tuple(chosen)


def _theme(ranked: RankedTheme, rank_before: int | None, month: Month) -> ReportTheme:
    evidence, impact = ranked.evidence, ranked.impact
    return ReportTheme(
        id=ranked.theme.id,
        label=ranked.theme.label,
        rank=ranked.rank,
        rank_before=rank_before,
        score=impact.score,
        parts=impact.parts,
        scope=ranked.scope.scope.value,
        scope_reasons=ranked.scope.reasons,
        mentions=len(evidence.mentions),
        month_mentions=sum(m.occurred_at in month for m in evidence.mentions),
        before_mentions=sum(m.occurred_at in month.before for m in evidence.mentions),
        accounts=len(evidence.accounts),
        exposure=impact.exposure,
        interval=ranked.interval,
        negative_share=round(evidence.negative_share, 4),
        mean_sentiment=round(evidence.mean_sentiment, 4),
        trend=evidence.trend,
        quotes=(),
    )


def _to_tell(evidence: ThemeEvidence, released_on: date, present: Mapping[str, AccountFacts]) -> tuple[ToTell, ...]:
    """Who asked before the release, or has wished for it since; who complains of it since knows that it is there."""
    told = {m.account for m in evidence.mentions if m.intent == WISH or (m.asks and m.occurred_at.date() < released_on)}
    asked = [facts for key, facts in present.items() if key in told]
    return tuple(ToTell(a.id, a.name, a.csm_email) for a in sorted(asked, key=lambda a: (-(a.arr or 0), a.id)))


def _giants(counted: Sequence[RankedTheme], arr: Money) -> tuple[Giant, ...]:
    """Those of the themes that are not named which are too large to be but counted, the largest first."""
    found = [Giant(len(r.evidence.accounts), len(r.evidence.mentions), r.impact.affected_arr) for r in counted]
    huge = [g for g in found if g.arr.amount > 0 and g.arr.amount >= GIANT * arr.amount]
    return tuple(sorted(huge, key=lambda g: (-g.arr.amount, g.accounts, g.mentions)))


def _account(facts: AccountFacts, health: AccountHealth, override: HealthOverride | None, currency: str) -> ReportAccount:
    worst = min(health.contributions, key=lambda c: c.points)
    why = [f"put here by a person until {override.expires_at:%Y-%m-%d}"] if override else []
    return ReportAccount(
        facts.id,
        facts.name,
        Money(facts.arr, currency) if facts.arr is not None else None,
        override.score if override and override.score is not None else health.score,
        override.band if override else health.band,
        "; ".join([*why, worst.why] if worst.points < 0 else why),
        facts.renews_on,
        facts.csm_email,
    )


def _total(band: str, listed: Sequence[ReportAccount], facts: Mapping[str, AccountFacts], currency: str) -> BandTotal:
    return BandTotal(band, len(listed), Money(total_arr(facts[a.id] for a in listed), currency))


def _verdict(month: Month, decide: Sequence[ReportTheme], arr: Money, at_risk: BandTotal, renewing: BandTotal) -> str:
    rest = f"{short_money(at_risk.arr)} of {short_money(arr)} ARR is with accounts at risk, and {short_money(renewing.arr)} renews within {RENEWAL_DAYS} days."
    if not decide:
        return f"No theme is shared by enough customers to decide on in {month.title}; {rest}"
    first = decide[0]
    grew = sum(t.change > 0 for t in decide)
    themes = "the theme to decide on was" if len(decide) == 1 else f"{grew} of the {len(decide)} themes to decide on were"
    moved = f"{themes} raised more often than in {month.before.title}" if grew else f"none of them was raised more often than in {month.before.title}"
    return f"“{first.label}” weighs most: {short_money(first.affected_arr)} of ARR across {first.accounts} accounts; {moved}. {rest}"
