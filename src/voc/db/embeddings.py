"""The cache of vectors, by what was embedded and with which single encoder. Vectors that lie side by side are kept apart: another join needs no more than
what is new in it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from voc.db.tables import EmbeddingRow, SnippetRow
from voc.domain.encoders import parts_of

_CHUNK = 500  # hashes of one list
_RANGE = 20_000  # hashes of one range


def list_missing(session: Session, model: str, after: str = "", until: str | None = None) -> dict[str, str]:
    """Texts without a vector by their hashes, in the order of the hashes; `after` (left out) and `until` (with it) bound the hashes."""
    wanted = (
        select(SnippetRow.text_hash, func.min(SnippetRow.text))
        .outerjoin(EmbeddingRow, (EmbeddingRow.text_hash == SnippetRow.text_hash) & (EmbeddingRow.model == model))
        .where(EmbeddingRow.text_hash.is_(None), SnippetRow.text_hash > after)
        .group_by(SnippetRow.text_hash)
        .order_by(SnippetRow.text_hash)
    )
    if until is not None:
        wanted = wanted.where(SnippetRow.text_hash <= until)
    return dict(session.execute(wanted).all())


def add_vectors(session: Session, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors by text hash. Those that another worker has kept meanwhile are passed over."""
    present: set[str] = set()
    hashes = sorted(vectors)
    for start in range(0, len(hashes), _CHUNK):
        some = hashes[start : start + _CHUNK]
        present |= set(session.scalars(select(EmbeddingRow.text_hash).where(EmbeddingRow.model == model, EmbeddingRow.text_hash.in_(some))))
    if new := [{"text_hash": h, "model": model, "vector": vectors[h]} for h in hashes if h not in present]:
        session.execute(insert(EmbeddingRow), new)


def list_vectors(session: Session, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """The vectors of these texts, side by side where the model joins encoders; a hash that lacks one is left out.

    Read by ranges of hashes: a run wants nearly all that are kept, and a range is one walk along the key where a list is a look-up for each.
    """
    first, *others = [_list_single(session, part, sorted(set(hashes))) for part in parts_of(model)]
    return {h: vector + b"".join(other[h] for other in others) for h, vector in first.items() if all(h in other for other in others)}


def _list_single(session: Session, model: str, wanted: Sequence[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _RANGE):
        some = wanted[start : start + _RANGE]
        within = select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(EmbeddingRow.model == model, EmbeddingRow.text_hash.between(some[0], some[-1]))
        asked = set(some)
        found.update((text_hash, vector) for text_hash, vector in session.execute(within) if text_hash in asked)
    return found
