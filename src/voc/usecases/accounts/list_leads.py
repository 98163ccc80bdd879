"""List leads: the customers that ask for what a higher plan has, over all themes, of one theme, or of one account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.db.themes import get_run_theme, list_run_themes
from voc.domain.accounts import Feature, is_owned
from voc.domain.catalogue import Verdict
from voc.domain.evidence import Mention
from voc.domain.exposure import Books
from voc.domain.leads import FeatureLeads, Lead, find_leads, sort_leads, total_potential
from voc.domain.plans import PlanLadder
from voc.rendering import leads as shapes
from voc.rendering.shapes import Shape, feature, moment, money
from voc.usecases.shared.load_books import load_run_books
from voc.usecases.shared.match_features import match_features
from voc.usecases.shared.score_themes import EvidenceFilter, window_for

MEANT = (Verdict.RELEASED, Verdict.HIGHER_PLAN, Verdict.PLANNED)  # planned: what is in beta may be had


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads: looked after by these owners (`csm_email`), needing these plans, of accounts of these segments, of these accounts (`acc_`); empty: all."""

    owners: Sequence[str] = ()
    plans: Sequence[str] = ()
    segments: Sequence[str] = ()
    accounts: Sequence[str] = ()

    def lets(self, lead: Lead) -> bool:
        """Whether the lead fits."""
        account, plan = lead.asker.account, (lead.feature.plan or "").casefold()
        return (
            (not self.owners or is_owned(account.csm_email, self.owners))
            and (not self.plans or plan in {p.casefold() for p in self.plans})
            and (not self.segments or account.segment in self.segments)
            and (not self.accounts or account.id in self.accounts)
        )


@dataclass(frozen=True)
class LeadList:
    """The leads in the API's shape, what may come of those together that are measured against their own segment, of how many accounts that is not known, and
    the order of plans that they stand on."""

    leads: Sequence[Shape]
    potential: Shape
    unknown_potential: int
    ladder: PlanLadder


def list_leads(session: Session, run: Run, which: LeadFilter | None = None) -> LeadList:
    """The leads that fit, an account once a feature in however many of its themes it asked, the most that may come of it first."""
    which = which or LeadFilter()
    themes = list_run_themes(session, run.id)
    features = match_features(session, themes, MEANT)
    books = load_run_books(session, run, window_for(run, EvidenceFilter()).day)
    ladder = books.catalogue.ladder
    found = _find(session, run, features, books)
    leads = sort_leads(lead for one in found for lead in one.leads if which.lets(lead))
    labels, total = {p.theme.id: p.theme.label for p in themes}, total_potential(leads, books.currency)
    rows = [shapes.lead(lead, labels, books.currency, run.id, run.as_of) for lead in leads]
    return LeadList(rows, money(total.money), total.unknown, ladder)


def list_theme_leads(session: Session, run: Run, theme_id: str) -> Mapping[str, Any]:
    """Who asks in this theme for what a higher plan has, and who has it already, in the API's shape. Raises NotFoundError."""
    published = get_run_theme(session, run.id, theme_id)
    features = match_features(session, [published], MEANT)
    books = load_run_books(session, run, window_for(run, EvidenceFilter()).day)
    ladder = books.catalogue.ladder
    found = next(iter(_find(session, run, features, books)), None)
    told: dict[str, Any] = {"object": "theme_leads", "theme_id": theme_id, "ladder": list(ladder.plans), "ladder_why": ladder.why}
    return {**told, **_theme_lists(found, {theme_id: published.theme.label}, books, run), "run_id": run.id, "as_of": moment(run.as_of)}


def _theme_lists(found: FeatureLeads | None, labels: Mapping[str, str], books: Books, run: Run) -> Shape:
    leads, education, unplaced = (found.leads, found.education, found.unplaced) if found else ((), (), ())
    total = total_potential(leads, books.currency)
    return {
        "feature": feature(found.feature) if found else None,
        "plan_needed": found.feature.plan if found else None,
        "leads": [shapes.lead(lead, labels, books.currency, run.id, run.as_of) for lead in leads],
        "education": [shapes.asker(one, labels, books.currency) for one in education],
        "unplaced": [shapes.asker(one, labels, books.currency) for one in unplaced],
        "potential": money(total.money),
        "unknown_potential": total.unknown,
    }


def _find(session: Session, run: Run, features: Mapping[str, Feature], books: Books) -> list[FeatureLeads]:
    """Everybody who asks for each of the features in any of their themes."""
    if not features:
        return []
    window = window_for(run, EvidenceFilter())
    said: dict[str, list[Mention]] = {}
    for mention in list_mentions(session, run.id, window.as_of, themes=sorted(features)):
        said.setdefault(features[str(mention.theme_id)].feature_id, []).append(mention)
    by_id = {f.feature_id: f for f in features.values()}
    return [find_leads(feature, said.get(key, ()), books, books.catalogue.ladder, window) for key, feature in sorted(by_id.items())]
