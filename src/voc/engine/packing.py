"""Vectors as they are stored. Apart from the models that make them: who only reads them loads none."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def pack_vector(vector: NDArray[np.float32]) -> bytes:
    """A unit vector as float16, little-endian: half the room, and a cosine is off by less than a thousandth."""
    return vector.astype("<f2").tobytes()


def unpack_vectors(packed: Sequence[bytes]) -> NDArray[np.float32]:
    """Unit vectors out of `pack_vector`'s bytes, shape (n, dimensions)."""
    if not packed:
        return np.zeros((0, 0), np.float32)
    vectors = np.frombuffer(b"".join(packed), dtype="<f2").reshape(len(packed), -1).astype(np.float32)
    vectors /= np.maximum(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)), np.float32(1e-12))[:, None]
    return vectors
