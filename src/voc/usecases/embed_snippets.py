"""Embed: every text that has no vector yet, once."""

from collections.abc import Callable

from sqlalchemy import Engine

from voc.db.embeddings import add_vectors, list_missing
from voc.db.session import reading, transaction
from voc.engine.embed import Embedder
from voc.engine.packing import pack_vector
from voc.engine.text.mentions import without_mentions

SAVED_TOGETHER = 512  # texts of one transaction: what an interruption can cost


def embed_snippets(engine: Engine, embedder: Embedder, progress: Callable[[int, int], None], after: str = "", until: str | None = None) -> int:
    """Embed the missing texts whose hash is in (after, until]; how many those were."""
    with reading(engine) as session:
        missing = list_missing(session, embedder.name, after, until)
    # Near in length, so that a batch pads little; then by hash, so that every run goes the same way.
    hashes = sorted(missing, key=lambda h: (len(missing[h]), h))
    progress(0, len(hashes))
    for start in range(0, len(hashes), SAVED_TOGETHER):
        some = hashes[start : start + SAVED_TOGETHER]
        vectors = embedder.embed([without_mentions(missing[h]) for h in some])
        with transaction(engine) as session:
            add_vectors(session, embedder.name, {h: pack_vector(v) for h, v in zip(some, vectors, strict=True)})
        progress(start + len(some), len(hashes))
    return len(hashes)
