import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from voc.engine.packing import pack_vector, unpack_vectors


@given(arrays(np.float32, 16, elements=st.floats(-1, 1, width=32)).filter(lambda v: np.linalg.norm(v) > 0.1))
def test_a_packed_vector_points_where_it_did(vector: np.ndarray) -> None:
    vector = (vector / np.linalg.norm(vector)).astype(np.float32)
    (read,) = unpack_vectors([pack_vector(vector)])
    assert read @ vector > 0.999
    np.testing.assert_allclose(np.linalg.norm(read), 1, atol=1e-5)


def test_vectors_are_unpacked_in_their_order_at_half_the_size() -> None:
    vectors = np.eye(4, dtype=np.float32)
    packed = [pack_vector(v) for v in vectors]
    assert {len(p) for p in packed} == {8}
    assert (unpack_vectors(packed) == vectors).all()
    assert unpack_vectors([]).shape[0] == 0
