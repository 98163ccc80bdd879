"""Leave out boilerplate: what of a snapshot nobody thought of, and what the last run left out that people have called feedback since."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.db.snippets import SnapshotRow
from voc.domain.boilerplate import Boilerplate
from voc.engine.text.boilerplate import find_boilerplate
from voc.engine.text.standing import Said
from voc.usecases.group_snippets import Past


@dataclass(frozen=True)
class LeftOut:
    """`listed`: the sentences, for people to look at. `snippets`: those that are left out, without what people put somewhere themselves. `keys`: of the
    sentences that are left out, for the next run."""

    listed: Sequence[Boilerplate]
    snippets: frozenset[str]
    keys: Sequence[str]


def leave_out_boilerplate(rows: Sequence[SnapshotRow], past: Past) -> tuple[LeftOut, Past]:
    """What is boilerplate, and the past in which what is so no more waits for a place as what is new does."""
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
