"""A month's report to the JSON that is stored, hashed and answered by the API, and from which alone every page and file of it is rendered."""

from datetime import datetime
from typing import Any

from voc.domain.money import Money
from voc.domain.nps import Nps
from voc.domain.report import BandTotal, MonthlyReport, Release, ReportAccount, ReportQuote, ReportTheme
from voc.domain.retention import Period, year_to
from voc.rendering.formats import first_day
from voc.rendering.releases import release_effect
from voc.rendering.retention_shapes import retention_row
from voc.rendering.shapes import Shape, certainty, day, exposure, feature, moment, money, score_part
from voc.rendering.silence_shapes import coverage

VERSION = 2
LISTED_TO_TELL = 12


def shape_report(report: MonthlyReport, *, complete: bool, ranked_as_of: datetime) -> Shape:
    """The content. `complete`: the month is over and the ranking, which stands at `ranked_as_of`, covers it."""
    return {
        "object": "report",
        "version": VERSION,
        "month": str(report.month),
        "title": report.month.title,
        "month_before": report.month.before.title,
        "complete": complete,
        "as_of": moment(report.window.as_of),
        "ranked_as_of": moment(ranked_as_of),
        "window": {"since": moment(report.window.since), "as_of": moment(report.window.as_of), "first_day": day(first_day(report.window.since))},
        "run_id": report.run_id,
        "currency": report.arr.currency,
        "verdict": report.verdict,
        "decide": [_theme(t) for t in report.decide],
        "praise": [_theme(t) for t in report.praise],
        "movers": {"up": [_theme(t) for t in report.up], "down": [_theme(t) for t in report.down]},
        "shipped": [_release(r) for r in report.shipped],
        "concentrated": [_theme(t) for t in report.concentrated],
        "counted": {"themes": report.counted.themes, "mentions": report.counted.mentions},
        "giants": [{"accounts": g.accounts, "mentions": g.mentions, "affected_arr": money(g.arr), "words": g.words} for g in report.giants],
        "arr": money(report.arr),
        "health": [_band(b) for b in report.bands],
        "at_risk": [_account(a) for a in report.at_risk],
        "watch": [_account(a) for a in report.watch],
        "renewing": _band(report.renewing),
        "renewals": [_account(a) for a in report.renewals],
        "retention": _retention(report),
        "nps": {"month": nps(report.nps.month), "month_before": nps(report.nps.before), "twelve_months": nps(report.nps.year)} if report.nps else None,
        "method": _method(report),
    }


def nps(found: Nps) -> Shape:
    """A score with its answers."""
    return {"score": found.score, "answers": found.answers, "promoters": found.promoters, "passives": found.passives, "detractors": found.detractors}


def _theme(theme: ReportTheme) -> Shape:
    return {
        "id": theme.id,
        "label": theme.label,
        "rank": theme.rank,
        "rank_before": theme.rank_before,
        "score": theme.score,
        **certainty(theme.interval),
        "score_parts": [score_part(p) for p in theme.parts],
        "scope": theme.scope,
        "scope_reasons": list(theme.scope_reasons),
        "mentions": theme.mentions,
        "month_mentions": theme.month_mentions,
        "before_mentions": theme.before_mentions,
        **exposure(theme.exposure),
        "sentiment": {"mean": theme.mean_sentiment, "negative_share": theme.negative_share},
        "trend": list(theme.trend),
        "quotes": [report_quote(q) for q in theme.quotes],
    }


def _release(found: Release) -> Shape:
    effect = release_effect(found.effect)
    del effect["asker_ids"]  # whom to tell are more: those too that came later
    told = [{"id": a.id, "name": a.name, "owner": a.owner} for a in found.tell[:LISTED_TO_TELL]]
    return {"id": found.theme_id, "label": found.label, "feature": feature(found.feature), **effect, "tell": told, "tell_accounts": len(found.tell)}


def report_quote(quote: ReportQuote) -> Shape:
    """A customer's words with their origin; never who wrote them."""
    return {
        "snippet_id": quote.snippet_id,
        "feedback_id": quote.feedback_id,
        "text": quote.text,
        "account": {"id": quote.account, "name": quote.account_name},
        "kind": quote.kind,
        "source": quote.source,
        "url": quote.url,
        "occurred_at": moment(quote.occurred_at),
        "sentiment": round(quote.sentiment, 2),
    }


def _account(account: ReportAccount) -> Shape:
    return {
        "id": account.id,
        "name": account.name,
        "arr": _known(account.arr),
        "health": account.score,
        "band": account.band,
        "why": account.why,
        "renews_on": day(account.renews_on),
        "owner": account.owner,
    }


def _band(total: BandTotal) -> Shape:
    return {"band": total.band, "accounts": total.accounts, "arr": money(total.arr)}


def _known(value: Money | None) -> Shape | None:
    return money(value) if value else None


def _retention(report: MonthlyReport) -> Shape | None:
    if report.retention is None:
        return None
    currency, last = report.arr.currency, report.month.last
    month, year = Period(report.month.before.last, last), year_to(last)
    return {"month": retention_row(None, month, report.retention.month, currency), "twelve_months": retention_row(None, year, report.retention.year, currency)}


def _method(report: MonthlyReport) -> dict[str, Any]:
    method = report.method
    return {
        "sources": [{"source": s.source, "kind": s.kind, "items": s.items, "month_items": s.month_items, "unmatched": s.unmatched} for s in method.sources],
        "items": method.items,
        "month_items": method.month_items,
        "unmatched_items": method.unmatched,
        "snippets": method.snippets,
        "unthemed_snippets": method.unthemed,
        "month_snippets": method.month_snippets,
        "month_unthemed_snippets": method.month_unthemed,
        "unknown_arr_accounts": method.unknown_arr_accounts,
        "coverage": coverage(method.coverage, report.arr.currency) if method.coverage else None,
    }
