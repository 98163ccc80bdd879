"""Propose: which themes may be one, and which one may be two, for people to say."""

from collections.abc import Collection, Sequence

import numpy as np

from voc.domain.proposals import Proposal
from voc.domain.snapshot import SnapshotRow
from voc.engine.likeness import MOST_PARTS, among, find_alike, find_parts
from voc.engine.vectors import NOWHERE, Vectors
from voc.pipeline.group_snippets import Grouping


def propose_changes(rows: Sequence[SnapshotRow], vectors: Vectors, grouping: Grouping, answered: Collection[str]) -> list[Proposal]:
    """The likeliest merges and splits that nobody answered yet. `vectors` are those that the themes were found by."""
    ids, theme = grouping.number_themes()
    sizes = np.bincount(theme[theme != NOWHERE], minlength=len(ids))
    merges = {}
    for pair in find_alike(vectors, theme):
        larger, smaller = sorted((pair.one, pair.other), key=lambda n: (-sizes[n], n))
        proposal = Proposal("merge", (ids[larger], ids[smaller]), pair.likeness)
        if proposal.id not in answered:
            merges[pair] = proposal
    splits = []
    for part in find_parts(vectors, theme):
        proposal = Proposal("split", (ids[part.theme],), part.denser, tuple(sorted(rows[row].id for row in part.rows)))
        if proposal.id not in answered:
            splits.append(proposal)
    return [*(merges[pair] for pair in among(list(merges))), *splits[:MOST_PARTS]]
