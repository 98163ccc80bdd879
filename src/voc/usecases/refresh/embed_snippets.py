"""Embed: every text that has no vector yet, once."""

from collections.abc import Callable

from sqlalchemy import Engine

from voc.db.embeddings import add_vectors, list_missing
from voc.db.session import reading, transaction
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import list_single
from voc.engine.packing import pack_vector
from voc.engine.text.mentions import without_mentions

SAVED_TOGETHER = 512  # texts of one transaction: what an interruption can cost


def embed_snippets(
    engine: Engine, embedder: Embedder, progress: Callable[[int, int], None], after: str = "", until: str | None = None, together: int = SAVED_TOGETHER
) -> int:
    """Embed the texts whose hash is in (after, until] and that lack a vector, by each encoder that the embedder joins, `together` in a transaction.

    How many those were.
    """
    singles = list_single(embedder)
    with reading(engine) as session:
        missing = [list_missing(session, single.name, after, until) for single in singles]
    done, total = 0, sum(map(len, missing))
    progress(done, total)
    for single, texts in zip(singles, missing, strict=True):
        # Near in length, so that a batch pads little; then by hash, so that every run goes the same way.
        hashes = sorted(texts, key=lambda h: (len(texts[h]), h))
        for start in range(0, len(hashes), together):
            some = hashes[start : start + together]
            vectors = single.embed([without_mentions(texts[h]) for h in some])
            with transaction(engine) as session:
                add_vectors(session, single.name, {h: pack_vector(v) for h, v in zip(some, vectors, strict=True)})
            done += len(some)
            progress(done, total)
    return len({h for texts in missing for h in texts})
