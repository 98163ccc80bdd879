"""Names in a filter, those with commas too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.name_lists import quote_name, split_names

names = st.text(min_size=1, max_size=12, alphabet=st.sampled_from('ab ,"é\n')).map(str.strip).filter(bool)


@given(st.lists(names, max_size=5))
def test_quoted_names_come_back_whole(given_names: list[str]) -> None:
    assert split_names([",".join(map(quote_name, given_names))]) == given_names


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("smb,mid", ["smb", "mid"]),
        (" smb , ,mid,", ["smb", "mid"]),
        ('"Mid, large",smb', ["Mid, large", "smb"]),
        ('the 12" plan', ['the 12" plan']),
        ('"unended, name', ['"unended', "name"]),
        ('""', []),
        ("", []),
    ],
)
def test_a_comma_parts_names_but_in_quotes(text: str, read: list[str]) -> None:
    assert split_names([text]) == read
