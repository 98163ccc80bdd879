"""What a restatement says otherwise, figure by figure, in words as a report shows them."""

from collections.abc import Iterator, Mapping
from typing import Any

from voc.rendering.formats import day_text, known_share, whole_money
from voc.rendering.shapes import Shape

THEME_FIGURES = ("rank", "score", "mentions", "accounts", "affected_arr")
_BANDS = {"at_risk": "at risk", "watch": "to watch", "healthy": "in good health"}


def list_figures_changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Shape]:
    """The figures of two contents of one time that differ: `{"figure", "then", "now"}`, all text."""
    before, after = dict(_figures(then)), dict(_figures(now))
    names = dict.fromkeys([*before, *after])
    return [{"figure": n, "then": before.get(n, "—"), "now": after.get(n, "—")} for n in names if before.get(n) != after.get(n)]


def theme_figures(theme: Mapping[str, Any]) -> dict[str, str]:
    """A theme's figures as text."""
    return {name: whole_money(theme[name]) if name.endswith("arr") else str(theme[name]) for name in THEME_FIGURES}


def _figures(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _review(content) if content["object"] == "review" else _month(content)


def _month(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Verdict", content["verdict"]
    yield "ARR", whole_money(content["arr"])
    for band in content["health"]:
        yield f"ARR {_BANDS[band['band']]}", whole_money(band["arr"])
        yield f"Accounts {_BANDS[band['band']]}", str(band["accounts"])
    yield "ARR renewing within 90 days", whole_money(content["renewing"]["arr"])
    for title, span in (("of the month", "month"), ("of twelve months", "twelve_months")):
        if kept := content.get("retention"):
            for name, words in (("nrr", "NRR"), ("grr", "GRR"), ("logo_churn", "Logo churn")):
                yield f"{words} {title}", known_share(kept[span][name])
        if asked := content.get("nps"):
            yield f"NPS {title}", "—" if asked[span]["score"] is None else f"{asked[span]['score']:+g}"
    method = content["method"]
    yield "Themes to decide on", "; ".join(theme["label"] for theme in content["decide"]) or "none"
    for name, words in (("items", "Feedback items in the window"), ("month_items", "Feedback items of the month"), ("snippets", "Snippets in the window")):
        yield words, f"{method[name]:,}"


def _review(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Verdict", content["verdict"]
    yield "ARR", whole_money(content["arr"])
    yield "Health", f"{content['health']['score']:.1f}"
    yield "Renews on", day_text(content["renews_on"])
    yield "Feedback items of the quarter", str(content["method"]["quarter_items"])
    for ask in content["asked"]:
        yield f"Asked: {ask['label']}", f"{ask['quarter_mentions']} mentions, {ask['outcome_words']}"
