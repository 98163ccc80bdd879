"""The JSON shapes of contract.md, section 3: what the API answers and `--json` prints."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from voc.domain.accounts import AccountFacts, Feature
from voc.domain.areas import RankedArea
from voc.domain.catalogue import CatalogueVerdict
from voc.domain.certainty import RankInterval
from voc.domain.evidence import Mention, Window
from voc.domain.exposure import COLUMNS, Exposure
from voc.domain.health import BASE, SHIPPED, AccountHealth, Growth, HealthOverride, RaisedAlert
from voc.domain.impact import ScorePart
from voc.domain.money import Money, to_cents
from voc.domain.themes import RankedTheme
from voc.rendering.facts import tell_facts

Shape = dict[str, Any]


def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def day(value: date | None) -> str | None:
    """ISO 8601."""
    return value.isoformat() if value else None


def money(value: Money) -> Shape:
    """`{"amount":"1250000.00","currency":"USD"}`."""
    return {"amount": f"{to_cents(value.amount):.2f}", "currency": value.currency}


def told_money(amount: Decimal | None, currency: str) -> Shape | None:
    """An amount's shape; None where nobody told it."""
    return money(Money(amount, currency)) if amount is not None else None


def arr_of(facts: AccountFacts, currency: str) -> Shape | None:
    """An account's ARR in the reporting currency; None where it is unknown."""
    return told_money(facts.arr, currency)


def exposure(found: Exposure) -> Shape:
    """The columns of the exposure table. `unknown_amounts` counts the accounts or opportunities of each column whose amount is not known: not in its sum."""
    return {
        "accounts": len(found.accounts),
        "families": found.families,
        "churned_accounts": found.churned_accounts,
        "unknown_arr_accounts": found.affected_arr.unknown,
        **{name: money(total.money) for name, total in found.columns.items()},
        "unknown_amounts": {name: total.unknown for name, total in found.columns.items()},
        "opportunities": list(found.opportunities),
    }


def no_exposure(currency: str) -> Shape:
    """The columns of what nobody mentioned."""
    nothing = money(Money(Decimal(0), currency))
    counts = dict.fromkeys(("accounts", "families", "churned_accounts", "unknown_arr_accounts"), 0)
    return {**counts, **dict.fromkeys(COLUMNS, nothing), "unknown_amounts": dict.fromkeys(COLUMNS, 0), "opportunities": []}


def score_part(part: ScorePart) -> Shape:
    """A part of a score, with the share that it has of its weight."""
    return {"name": part.name, "value": part.value, "share": part.share, "weight": part.weight, "points": part.points, "why": part.why}


def certainty(interval: RankInterval | None) -> Shape:
    """Where a rank may lie, `[3, 6]`, and whether it says something; None where that has not been found."""
    return {
        "rank_interval": [interval.first, interval.last] if interval else None,
        "rank_is_stable": interval.is_stable if interval else None,
    }


def catalogue(found: CatalogueVerdict | None) -> Shape | None:
    """What the catalogue says of a theme; None where there is no catalogue."""
    if found is None:
        return None
    feature_id = found.feature.feature_id if found.feature else None
    return {"verdict": found.verdict.value, "feature_id": feature_id, "confidence": found.confidence, "source": found.source, "why": list(found.why)}


def feature(found: Feature) -> Shape:
    """A row of the catalogue."""
    return {**asdict(found), "object": "feature", "released_on": day(found.released_on)}


def theme(ranked: RankedTheme) -> Shape:
    """A theme of a ranking."""
    impact, evidence = ranked.impact, ranked.evidence
    return {
        "id": ranked.theme.id,
        "object": "theme",
        "label": ranked.theme.label,
        "label_source": ranked.theme.label_source,
        "summary": ranked.theme.summary,
        "facts": tell_facts(evidence, money(impact.affected_arr)),
        "keyphrases": list(ranked.theme.keyphrases),
        "status": ranked.theme.status,
        "status_reason": ranked.theme.status_reason,
        "pinned": ranked.theme.pinned,
        "owner": ranked.theme.owner,
        "strategic_fit": ranked.theme.strategic_fit,
        "rank": ranked.rank,
        **certainty(ranked.interval),
        "score": impact.score,
        "score_parts": [score_part(p) for p in impact.parts],
        "scope": ranked.scope.scope.value,
        "scope_probability": ranked.scope.probability,
        "scope_reasons": list(ranked.scope.reasons),
        "scope_cautions": list(ranked.scope.cautions),
        "life": ranked.life.value,
        "evidence_needed": ranked.scope.evidence_needed,
        "mentions": len(evidence.mentions),
        "possible": possible(ranked, impact.affected_arr.currency),
        "projected_accounts": round(ranked.scope.projected.estimate),
        "projected_accounts_interval": [round(ranked.scope.projected.low), round(ranked.scope.projected.high)],
        "segments": list(evidence.segments),
        **exposure(impact.exposure),
        "sentiment": {"mean": round(evidence.mean_sentiment, 2), "negative_share": round(evidence.negative_share, 2)},
        "trend": list(evidence.trend),
        "first_seen": moment(evidence.first_seen),
        "last_seen": moment(evidence.last_seen),
        "area_id": ranked.theme.area_id,
        "catalogue": catalogue(ranked.catalogue),
        "exemplars": list(ranked.theme.exemplars),
        "window": {"since": moment(evidence.window.since), "as_of": moment(evidence.window.as_of)},
        "run_id": ranked.run_id,
        "as_of": moment(ranked.as_of),
    }


def possible(ranked: RankedTheme, currency: str) -> Shape:
    """What the possible mentions of a theme alone would add to its figures."""
    return {
        "mentions": len(ranked.evidence.possible),
        "accounts": len(ranked.evidence.possible_accounts),
        "affected_arr": money(Money(ranked.possible_arr, currency)),
    }


def area(ranked: RankedArea, run_id: str, as_of: datetime) -> Shape:
    """A group of themes."""
    return {
        "id": ranked.area.id,
        "object": "area",
        "label": ranked.area.label,
        "rank": ranked.rank,
        "themes": list(ranked.themes),
        "mentions": ranked.mentions,
        **exposure(ranked.exposure),
        "run_id": run_id,
        "as_of": moment(as_of),
    }


def health(assessed: AccountHealth) -> Shape:
    """An account's health as the machine sees it: 50 and the contributions' points add up to the score."""
    return {
        "object": "health",
        "account_id": assessed.account,
        "score": assessed.score,
        "base": BASE,
        "band": assessed.band,
        "coverage": assessed.coverage,
        "contributions": [
            {"name": c.name, "points": c.points, "why": c.why, "as_of": day(c.as_of), "state": c.state, "weight": c.weight, "quotes": list(c.quotes)}
            for c in assessed.contributions
        ],
        "trend": [{"days": p.days, "score": p.score, "band": p.band, "change": p.change} for p in assessed.trend],
        "reasons": [{"name": c.name, "points": c.points, "why": c.why, "quotes": list(c.quotes)} for c in assessed.reasons],
        "weights": assessed.weights,
    }


def standing_health(seen: Mapping[str, Any], override: HealthOverride | None) -> Shape:
    """A run's health with what a person says beside it; `standing` is the band and score that hold, and by whom. A run of an older version has no trend."""
    older = {"trend": [], "reasons": [], "weights": SHIPPED}
    said = health_override(override) if override else None
    standing = {"band": override.band, "score": override.score, "by": "person"} if override else {"band": seen["band"], "score": seen["score"], "by": "machine"}
    parts = [{"state": "fresh" if c["as_of"] else "missing", "weight": None, "quotes": [], **c} for c in seen["contributions"]]
    return {**older, **seen, "contributions": parts, "override": said, "standing": standing}


def health_override(override: HealthOverride) -> Shape:
    """What a person says of an account's health."""
    return {
        "id": override.id,
        "object": "health_override",
        "account_id": override.account,
        "band": override.band,
        "score": override.score,
        "reason": override.reason,
        "made_by": override.made_by,
        "made_at": moment(override.made_at),
        "expires_at": moment(override.expires_at),
        "withdrawn_by": override.withdrawn_by,
        "withdrawn_at": moment(override.withdrawn_at),
    }


def health_alert(raised: RaisedAlert) -> Shape:
    """A fall of an account's health within 30 days."""
    alert = raised.alert
    return {
        "id": alert.id,
        "object": "health_alert",
        "kind": alert.kind,
        "account": {"id": alert.account, "name": raised.name},
        "owner": raised.owner,
        "began_on": day(alert.began_on),
        "score": alert.score,
        "band": alert.band,
        "score_before": alert.score_before,
        "band_before": alert.band_before,
        "reasons": list(alert.reasons),
        "as_of": moment(alert.as_of),
        "raised_at": moment(raised.raised_at),
        "run_id": raised.run_id,
    }


def growth(found: Growth) -> Shape:
    """Whether an account would speak for us, or may buy more."""
    return {"holds": found.holds, "reasons": list(found.reasons), "quotes": list(found.quotes)}


def account(
    facts: AccountFacts, assessed: AccountHealth, mentions: list[Mention], labels: Mapping[str, str], window: Window, currency: str, run_id: str
) -> Shape:
    """An account in a run, with the themes it raised in the window, the most mentioned first. `labels` maps theme ids to labels."""
    recent = [m for m in mentions if m.occurred_at in window]
    counts: dict[str, int] = {}
    for mention in recent:
        if mention.theme_id is not None and mention.theme_id in labels:
            counts[mention.theme_id] = counts.get(mention.theme_id, 0) + 1
    return {
        "id": facts.id,
        "object": "account",
        "account_id": facts.account_id,
        "name": facts.name,
        "arr": arr_of(facts, currency),
        "segment": facts.segment,
        "plan": facts.plan,
        "status": facts.status,
        "csm_email": facts.csm_email,
        "renews_on": day(facts.renews_on),
        "started_on": day(facts.started_on),
        "health": health(assessed),
        "advocate": growth(assessed.advocate),
        "expansion": growth(assessed.expansion),
        "mentions": len(recent),
        "themes": [{"id": key, "label": labels[key], "mentions": n} for key, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))],
        "last_contact": moment(max((m.occurred_at for m in mentions), default=None)),
        "run_id": run_id,
        "as_of": moment(window.as_of),
    }
