from hypothesis import given
from hypothesis import strategies as st

from voc.domain.ids import derive_id, new_id

keys = st.lists(st.text(st.characters(exclude_characters="\x1f")), min_size=1, max_size=3)


def test_an_id_of_a_natural_key_never_changes_between_versions() -> None:
    assert derive_id("fbk", "zendesk", "8123") == "fbk_npizecbyhy7jobrvwwd2x3pkiw"


@given(keys, keys)
def test_other_keys_have_other_ids(one: list[str], other: list[str]) -> None:
    assert (derive_id("fbk", *one) == derive_id("fbk", *other)) == (one == other)


@given(keys)
def test_the_same_key_of_another_kind_is_another_thing(key: list[str]) -> None:
    assert derive_id("acc", *key).removeprefix("acc_") != derive_id("fbk", *key).removeprefix("fbk_")


@given(st.text())
def test_ids_are_safe_in_a_url_and_fit_their_column(key: str) -> None:
    prefix, _, rest = derive_id("hook", key).partition("_")
    assert prefix == "hook"
    assert len(rest) == 26
    assert rest.isalnum()
    assert rest == rest.lower()


def test_new_ids_do_not_repeat() -> None:
    assert len({new_id("run") for _ in range(1_000)}) == 1_000
