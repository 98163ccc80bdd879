"""Leave boilerplate out of the themes, and bring back what people have called feedback since the last run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.domain.boilerplate import Boilerplate
from voc.domain.snapshot import SnapshotRow
from voc.engine.text.boilerplate import find_boilerplate
from voc.engine.text.standing import Said
from voc.pipeline.group_snippets import Past


@dataclass(frozen=True)
class LeftOut:
    """`listed`: the sentences, for people to look at. `snippets`: those that are left out, without what people put somewhere themselves. `keys`: of the
    sentences that are left out, for the next run."""

    listed: Sequence[Boilerplate]
    snippets: frozenset[str]
    keys: Sequence[str]


def leave_out_boilerplate(rows: Sequence[SnapshotRow], past: Past) -> tuple[LeftOut, Past]:
    """The boilerplate among these rows, and the past with one change: snippets that are boilerplate no longer get a place like new ones."""
    found = find_boilerplate([Said(row.id, row.feedback_id, row.position, row.text, _voice(row), row.source) for row in rows], past.boilerplate)
    were_out = set(past.engine.get("boilerplate", ()))
    back = frozenset(
        snippet
        for key, snippets in found.spared.items()
        if key in were_out
        for snippet in snippets
        if (place := past.places.get(snippet)) is not None and place.theme_id is None and not place.pinned
    )
    keys = sorted(one.key for one in found.listed if one.key not in found.spared)
    return LeftOut(found.listed, found.snippets - past.rulings.places.keys(), keys), replace(past, strays=past.strays | back)


def _voice(row: SnapshotRow) -> str:
    return row.account or f"by {row.author}" if row.account or row.author else f"in {row.source}"
