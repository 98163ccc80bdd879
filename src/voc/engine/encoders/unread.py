"""Rows in a language that one of the joined encoders does not read. What that one makes of them says which language they are in and little else: plain, they
would be near one another and far from the English that says the same."""

import numpy as np
from numpy.typing import NDArray

from voc.domain.encoders import parts_of
from voc.engine.encoders.joined import FIRST_WIDTHS
from voc.engine.graph import neighbours_among
from voc.engine.vectors import NOWHERE, Vectors, unit

NEAREST = 5  # read rows whose part an unread one is lent


def lend_part(vectors: Vectors, model: str, is_read: NDArray[np.bool_]) -> Vectors:
    """The vectors, where the rows that the first of the model's encoders does not read have in its place the mean of what it makes of the rows nearest to
    them by the other encoders. Where those rows agree the mean is long and the row lies among them; where they do not it is short and says little. Vectors of
    a single encoder, and those of an encoder of unknown width, stay as they are."""
    first, *others = parts_of(model)
    width = FIRST_WIDTHS.get(first)
    unread, read = np.flatnonzero(~is_read), np.flatnonzero(is_read)
    if not others or width is None or not len(unread):
        return vectors
    lent = vectors.copy()
    rest, own = unit(vectors[:, width:]), np.zeros((len(unread), width), np.float32)
    if len(read) >= NEAREST:
        # All unread rows are as of one item, so that only read ones are their neighbours.
        near = neighbours_among(rest, unread, NEAREST, np.where(is_read, NOWHERE, 0).astype(np.int32))[0]
        own = unit(vectors[:, :width])[near].mean(axis=1)
    lent[unread] = unit(np.hstack([own, np.sqrt(len(others)) * rest[unread]]))
    return lent
