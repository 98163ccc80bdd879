"""Reweigh: published themes ranked by other weights. Nothing is stored, and nothing is gathered anew: the published shares are what is weighed, and the
strategic fit that people set since."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from voc.domain.impact import fit_reason, make_points, rank_key
from voc.domain.weights import Weights
from voc.rendering import shapes


def reweigh_themes(themes: Sequence[Mapping[str, Any]], weights: Weights) -> list[Mapping[str, Any]]:
    """Themes in the API's shape, with the score, points and rank that the weights give them, rank 1 first.

    How certain these ranks are is not known: intervals come with the refresh that publishes them. A theme that was published before shares were is left out.
    """
    weighed = [_reweigh(theme, weights) for theme in themes if all("share" in part for part in theme["score_parts"])]
    ordered = sorted(weighed, key=lambda t: rank_key(t["score"], Decimal(t["affected_arr"]["amount"]), t["id"]))
    return [{**theme, "rank": rank} for rank, theme in enumerate(ordered, start=1)]


def _reweigh(theme: Mapping[str, Any], weights: Weights) -> Mapping[str, Any]:
    fit = theme["strategic_fit"]
    said = {"value": fit, "share": fit, "why": fit_reason(fit)}
    parts = [{**part, **(said if part["name"] == "strategic_fit" else {})} for part in theme["score_parts"]]
    score, points = make_points({part["name"]: part["share"] for part in parts}, weights)
    parts = [{**part, "weight": weights[part["name"]], "points": points[part["name"]]} for part in parts]
    return {**theme, **shapes.certainty(None), "score": score, "score_parts": parts}
