"""Match themes: the catalogue's features and the opportunities' reasons to the themes of a run, by meaning."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from voc.db.embeddings import add_vectors, list_vectors
from voc.db.features import list_features
from voc.db.matches import ThemeMatch
from voc.db.opportunities import list_opportunities
from voc.db.session import reading, transaction
from voc.domain.accounts import Feature, Opportunity
from voc.domain.catalogue import SURE
from voc.domain.feedback import hash_text
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import join_vectors, list_single
from voc.engine.match import compare_texts, find_best
from voc.engine.packing import pack_vector, unpack_vectors
from voc.engine.split import split_points
from voc.engine.vectors import NOWHERE


def match_themes(engine: Engine, embedder: Embedder, theme: Sequence[str | None], vectors: NDArray[np.float32]) -> list[ThemeMatch]:
    """Each theme's most likely feature, and the themes that each opportunity's reason is likely to name. `theme` is each snippet's, `vectors` are the
    snippets' own, in the same order."""
    ids = sorted({t for t in theme if t is not None})
    with reading(engine) as session:
        features, opportunities = list(list_features(session).values()), list_opportunities(session)
    points = [(o.opportunity_id, text) for o in opportunities for text in _points(o)]
    texts = [*map(_words, features), *(text for _, text in points)]
    if not ids or not texts:
        return []
    number: Mapping[Any, int] = {t: n for n, t in enumerate(ids)} | {None: NOWHERE}
    themes = np.array([number[t] for t in theme], dtype=np.int32)
    alike = compare_texts(_embed(engine, embedder, texts), vectors, themes)
    by_feature, by_point = alike[: len(features)], alike[len(features) :]
    found = find_best(by_feature.T)
    chosen = zip(ids if len(found.candidate) else [], found.candidate.tolist(), found.probability.tolist(), strict=True)
    matched = [ThemeMatch(theme_id, "feature", features[f].feature_id, round(p, 3)) for theme_id, f, p in chosen]
    named: dict[tuple[str, str], float] = {}
    best = find_best(by_point)
    for (opportunity, _), t, p in zip(points if len(best.candidate) else [], best.candidate, best.probability, strict=True):
        if p >= SURE:
            key = (ids[int(t)], opportunity)
            named[key] = max(float(p), named.get(key, 0.0))
    return matched + [ThemeMatch(t, "opportunity", o, round(p, 3)) for (t, o), p in sorted(named.items())]


def _words(feature: Feature) -> str:
    return f"{feature.name}. {feature.description}"


def _points(opportunity: Opportunity) -> list[str]:
    """A reason may name several things: its points."""
    reason = " ".join((opportunity.reason or "").split())
    return [point.text for point in split_points(reason, "sales_note")] or [reason] if reason else []


def _embed(engine: Engine, embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """The texts' vectors, kept with those of the snippets: none is embedded twice."""
    hashes = [hash_text(text) for text in texts]
    return join_vectors([_embed_single(engine, single, hashes, texts) for single in list_single(embedder)])


def _embed_single(engine: Engine, embedder: Embedder, hashes: Sequence[str], texts: Sequence[str]) -> NDArray[np.float32]:
    with reading(engine) as session:
        known = list_vectors(session, embedder.name, hashes)
    missing = {h: text for h, text in zip(hashes, texts, strict=True) if h not in known}
    if missing:
        new = {h: pack_vector(v) for h, v in zip(missing, embedder.embed(list(missing.values())), strict=True)}
        with transaction(engine) as session:
            add_vectors(session, embedder.name, new)
        known |= new
    return unpack_vectors([known[h] for h in hashes])
