"""Whatever a file holds, it is recognised, or refused in one line; and whatever is recognised gives rows, or rows that say what is wrong with them."""

import csv
import io
import json
from itertools import islice
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voc.errors import InputError
from voc.sources.layout import Layout
from voc.sources.mapping.recognise import recognise_as, sample
from voc.sources.profiles.load import load_profiles
from voc.sources.registry import find_kind
from voc.usecases.feedback.recognise_files import recognise_files

PROFILES = load_profiles()
NAMES = sorted({place.strip("/^$") for profile in PROFILES.values() for file in profile.files.values() for place in file.columns})
CELLS = st.text(max_size=30) | st.sampled_from(["", "true", "1", "2026-10-01", "ana@alder.example", "deleted", "{}", "[1]"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | CELLS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def import_anything(path: Path) -> None:
    try:
        for delivery in recognise_files([path], None):
            with delivery.layout.open(delivery.path, find_kind(delivery.kind)) as file:
                list(islice(file.rows, 50))
    except InputError as error:
        assert "\n" not in str(error)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=4))
def test_any_table(tmp_path: Path, header: list[str], rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    (tmp_path / "a.csv").write_text(out.getvalue(), encoding="utf-8", errors="replace")
    import_anything(tmp_path / "a.csv")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VALUES, max_size=4) | VALUES)
def test_any_document(tmp_path: Path, document: Any) -> None:
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    import_anything(tmp_path / "a.json")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(PROFILES)), st.data())
def test_any_record_that_has_a_profiles_columns(tmp_path: Path, name: str, data: st.DataObject) -> None:
    profile = PROFILES[name]
    record: dict[str, Any] = {}
    for place in profile.files[profile.main].columns:
        at = record
        *steps, last = place.strip("/^$").split(".")
        for step in steps:
            at = at.setdefault(step, {}) if isinstance(at.setdefault(step, {}), dict) else {}
        at[last] = data.draw(VALUES)
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    try:
        found = recognise_as(profile, [sample(tmp_path / "a.jsonl", [profile])])
        with Layout(profile=profile).open(found.files[profile.main][0], find_kind(profile.kind)) as file:
            list(file.rows)
    except (InputError, KeyError) as error:
        assert isinstance(error, InputError) or profile.main not in found.files
