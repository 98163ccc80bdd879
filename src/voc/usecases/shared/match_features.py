"""The feature of each theme, as its verdict says: the refresh's or a person's."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from voc.db.features import list_features
from voc.db.themes import PublishedTheme
from voc.domain.accounts import Feature
from voc.domain.catalogue import Verdict

THERE = tuple(verdict for verdict in Verdict if verdict != Verdict.GAP)


def match_features(session: Session, themes: Iterable[PublishedTheme], verdicts: Collection[str] = THERE) -> dict[str, Feature]:
    """The feature of each theme whose published verdict is one of these, by theme id. A gap has none, nor has what the catalogue knows no more."""
    said = {p.theme.id: p.figures.get("catalogue") or {} for p in themes}
    wanted = {theme: str(found["feature_id"]) for theme, found in said.items() if found.get("verdict") in verdicts and found.get("feature_id")}
    features = list_features(session) if wanted else {}
    return {theme: features[key] for theme, key in wanted.items() if key in features}
