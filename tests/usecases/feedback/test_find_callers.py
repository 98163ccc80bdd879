from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from voc.db.session import reading
from voc.sources.layout import Layout
from voc.usecases.feedback.find_callers import find_callers
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.feedback.recognise_files import Delivery, recognise_files

CALL = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nAna: Reports must be sent by region.\n"
NAMES = {"A-1000": "Harbor Tools", "A-2000": "Harbor Tools EMEA", "A-3": "Pi", "A-4": "Oak Mill GmbH"}


def found(engine: Engine, folder: Path, names: list[str], layout: Layout) -> Delivery:
    rows = [{"account_id": account_id, "name": name} for account_id, name in NAMES.items()]
    import_rows(engine, "accounts", rows, reporting_currency="USD")
    for name in names:
        (folder / name).write_text(CALL, encoding="utf-8")
    (delivery,) = recognise_files([folder / name for name in names], None, layout=layout)
    with reading(engine) as session:
        return find_callers(session, delivery)


def test_the_account_of_a_call_is_the_one_whose_name_or_id_stands_in_its_files_name(engine: Engine, tmp_path: Path) -> None:
    names = [
        "2026-10-01 harbor_tools qbr.vtt",
        "2026-10-02 Harbor Tools EMEA.vtt",
        "2026-10-03 a-1000.vtt",
        "2026-10-04 Pi.vtt",
        "2026-10-05 Harbor.vtt",
        "2026-10-06 oak mill.vtt",
    ]
    each = found(engine, tmp_path, names, Layout()).layout.each
    assert {name[5:10]: fields["account_id"] for name, fields in each.items()} == {"10-01": "A-1000", "10-02": "A-2000", "10-03": "A-1000", "10-06": "A-4"}


def test_a_name_that_holds_two_accounts_tells_neither(engine: Engine, tmp_path: Path) -> None:
    assert found(engine, tmp_path, ["2026-10-01 Harbor Tools and A-2000.vtt"], Layout()).layout.each == {}


def test_what_a_person_said_stands(engine: Engine, tmp_path: Path) -> None:
    name = "2026-10-01 Harbor Tools.vtt"
    said = found(engine, tmp_path, [name], Layout(each={name: {"account_id": "A-3"}}))
    assert said.layout.each == {name: {"account_id": "A-3"}}
    everywhere = replace(said, layout=Layout(constants={"account_id": "A-3"}))
    with reading(engine) as session:
        assert find_callers(session, everywhere) == everywhere
