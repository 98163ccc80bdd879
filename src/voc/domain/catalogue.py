"""What the product already has of what a theme asks for: the catalogue's verdict on a theme."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from voc.domain.accounts import Feature
from voc.domain.evidence import ThemeEvidence
from voc.domain.plans import NO_PLANS, PlanLadder

SURE = 0.4  # least probability that the feature is what the theme speaks of: nothing else is as likely, and people correct what is wrong
MOSTLY = 0.5  # share from which most is meant
FAULTS = ("problem", "churn_threat")
WISHES = ("request", "question", "upsell_signal")
BY_PERSON = "a person said so"


class Verdict(StrEnum):
    """gap: the product has nothing of the kind. released: it is there. higher_plan: it is there, in a plan above that of most who ask. planned:
    it is announced, or in beta. problem: it is there, and most who speak of it say that it does not work as it should."""

    GAP = "gap"
    RELEASED = "released"
    HIGHER_PLAN = "higher_plan"
    PLANNED = "planned"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class FeatureMatch:
    """The feature that is most like a theme, and the probability that it is what the theme speaks of."""

    feature_id: str
    probability: float


@dataclass(frozen=True, slots=True)
class CatalogueVerdict:
    """`feature` None: none is meant. `confidence`, 0 to 1, is the probability of the verdict's feature, or that there is none; a person's word is certain.
    `source`: auto, person."""

    verdict: Verdict
    feature: Feature | None
    confidence: float
    source: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """What the product has and plans, by feature id; which feature each theme was matched to; and the order of its plans."""

    features: Mapping[str, Feature]
    matches: Mapping[str, FeatureMatch]
    ladder: PlanLadder = NO_PLANS


NO_CATALOGUE = Catalogue({}, {})


def judge_theme(evidence: ThemeEvidence, catalogue: Catalogue, said: tuple[str, str | None] | None = None) -> CatalogueVerdict | None:
    """The verdict on a theme by its mentions and who made them; `said` is a person's: verdict and feature id. None where there is no catalogue to judge by, and
    where most praise: they miss nothing."""
    if said is not None:
        verdict, feature_id = said
        return CatalogueVerdict(Verdict(verdict), catalogue.features.get(feature_id or ""), 1.0, "person", (BY_PERSON,))
    praise = sum(m.intent == "praise" for m in evidence.mentions)
    if not catalogue.features or praise > MOSTLY * len(evidence.mentions):
        return None
    match = catalogue.matches.get(evidence.theme_id)
    if match is None or match.feature_id not in catalogue.features:
        return CatalogueVerdict(Verdict.GAP, None, 0.5, "auto", ("nothing in the catalogue has been compared with it yet",))
    feature = catalogue.features[match.feature_id]
    if match.probability < SURE:
        why = f"nothing in the catalogue is like it; nearest is {feature.name}, at {match.probability:.0%}"
        return CatalogueVerdict(Verdict.GAP, None, round(1 - match.probability, 2), "auto", (why,))
    verdict, why = _judge_feature(evidence, feature, catalogue)
    return CatalogueVerdict(verdict, feature, round(match.probability, 2), "auto", (f"like {feature.name}, at {match.probability:.0%}", why))


def find_released(verdicts: Mapping[str, CatalogueVerdict | None]) -> dict[str, datetime]:
    """Since when the product has what a theme asks for, by theme id: of those whose verdict is that it is there and works, in the plan of those who ask. Of a
    feature without a day of release it was ever there."""
    found = {theme: verdict.feature for theme, verdict in verdicts.items() if verdict and verdict.verdict is Verdict.RELEASED and verdict.feature}
    return {theme: datetime.combine(feature.released_on or date.min, time.min, UTC) for theme, feature in found.items()}


def _judge_feature(evidence: ThemeEvidence, feature: Feature, catalogue: Catalogue) -> tuple[Verdict, str]:
    if feature.status != "released":
        return Verdict.PLANNED, f"{feature.status}, not released yet" if feature.status != "planned" else "planned"
    below = [catalogue.ladder.is_below(account.plan, feature.plan) for account in evidence.accounts.values()]
    known = [answer for answer in below if answer is not None]
    if sum(known) > MOSTLY * len(known):
        return Verdict.HIGHER_PLAN, f"{sum(known)} of {len(known)} accounts are on a plan below {feature.plan}"
    intents = Counter(m.intent for m in evidence.mentions if m.intent in (*FAULTS, *WISHES, "praise"))
    faults = sum(intents[name] for name in FAULTS)
    if faults > MOSTLY * intents.total():
        return Verdict.PROBLEM, f"{faults} of {intents.total()} mentions tell of a problem with it"
    since = f" since {feature.released_on}" if feature.released_on else ""
    return Verdict.RELEASED, f"released{since}" + (f", from plan {feature.plan} on" if feature.plan else "")
