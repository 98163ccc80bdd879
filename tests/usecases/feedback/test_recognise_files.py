from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.layout import AS_IT_IS, Layout
from voc.sources.registry import KINDS
from voc.usecases.feedback.recognise_files import recognise_files, sort_files, suggest

ACCOUNTS = "Account ID,Account Name,ARR,Currency\nA-1,Alder,100,USD\nA-2,Birch,50,USD\n"
DEALS = "id,company_id,Stage,Value,Close date\n7,A-1,Won,100,2026-10-01\n8,A-2,Lost,50,2026-10-02\n"
SHEET = "Ticket No,Comment,Date,Mail\n1,The export drops rows every night,2026-10-01,a@x.example\n2,Please add single sign-on,2026-10-02,b@y.example\n"


def write(folder: Path, **files: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize(
    ("text", "kind", "mapping"),
    [
        (ACCOUNTS, "accounts", {"Account Name": "name"}),
        (DEALS, "opportunities", {"id": "opportunity_id", "company_id": "account_id", "Value": "amount", "Close date": "closes_on"}),
        ("Customer ID,Effective date,ARR\nA-1,2026-10-01,5\n", "arr", {"Customer ID": "account_id", "Effective date": "effective_on"}),
        (
            "company_id,metric,week,count\nA-1,logins,2026-10-04,5\n",
            "signals",
            {"company_id": "account_id", "metric": "signal", "week": "observed_on", "count": "value"},
        ),
    ],
)
def test_columns_that_are_called_in_other_words_tell_what_a_file_is(tmp_path: Path, text: str, kind: str, mapping: dict[str, str]) -> None:
    (found,), unread = sort_files(write(tmp_path, table=text), None)
    assert (found.kind, found.layout.mapping, found.is_guess, unread) == (kind, mapping, False, [])


def test_what_nothing_knows_stands_in_no_other_files_way_and_is_told_with_what_to_say(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("hi", encoding="utf-8")
    found, unread = sort_files([*write(tmp_path, sheet=SHEET, accounts=ACCOUNTS), tmp_path / "README.txt"], None)
    assert [(one.kind, one.is_guess) for one in found] == [("accounts", False), ("feedback", True)]
    assert [one.reason for one in unread] == ["README.txt has no rows that can be read"]
    line = suggest(found[1])
    assert line.startswith("sheet.csv is no file that voc knows by its columns; if it holds feedback: voc import feedback sheet.csv")
    assert "--map 'Ticket No=external_id'" in line and "--set source=sheet --set kind=ticket" in line


def test_what_a_person_says_makes_an_unknown_file_a_known_one(tmp_path: Path) -> None:
    layout = Layout({"Mail": "author_email"}, {"source": "sheet", "kind": "nps"})
    (found,), _ = sort_files(write(tmp_path, sheet=SHEET), None, layout=layout)
    assert (found.kind, found.is_guess, found.layout.constants) == ("feedback", False, layout.constants)
    assert found.layout.mapping["Comment"] == "text" and found.layout.mapping["Mail"] == "author_email"


def test_with_a_kind_the_names_of_columns_help_and_content_does_not_guess(tmp_path: Path) -> None:
    (found,) = recognise_files(write(tmp_path, table=ACCOUNTS), None, kind="accounts")
    assert found.layout.mapping == {"Account Name": "name"}
    (open_one,) = recognise_files(write(tmp_path, strange="Firma,Zahl\nAlder,5\n"), None, kind="accounts")
    assert open_one.layout.mapping == {}


def test_a_reports_foot_hides_nothing_of_what_a_file_is(tmp_path: Path) -> None:
    text = ACCOUNTS + '\n"Customer accounts"\n"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."\n"Confidential Information"\n'
    (found,) = recognise_files(write(tmp_path, report=text), None, kind="accounts")
    assert found.layout.mapping == {"Account Name": "name"}


def test_a_profile_that_a_person_names_is_taken_or_refused_by_its_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"table\.csv lacks Post Title, Post Details, Post URL, Votes, by which files of profile canny_posts are known"):
        recognise_files(write(tmp_path, table=ACCOUNTS), None, profile="canny_posts", layout=AS_IT_IS)


def test_rows_without_an_id_are_known_by_what_they_say_once_all_else_is_told(tmp_path: Path) -> None:
    (file,) = write(tmp_path, heard="Datum,Kommentar\n2026-10-01,Export fehlt\n2026-10-02,Zu teuer\n")
    (found,) = recognise_files([file], None, kind="feedback", layout=Layout({}, {"source": "sheet", "kind": "nps"}))
    assert "known by what it says" in found.title
    with found.layout.open(found.path, KINDS["feedback"]) as source:
        assert [row.values["external_id"] for row in source.rows] == ["Export fehlt | 2026-10-01", "Zu teuer | 2026-10-02"]
    (firms,), _ = sort_files(write(tmp_path, firms="Overview Q1,,\n,,\nCustomer,ARR (k€),Notes\nAlder,120,x\nBirch,5,y\n"), None)
    with firms.layout.open(firms.path, KINDS["accounts"]) as source:
        assert [(row.values["account_id"], row.values["arr"]) for row in source.rows] == [("Alder", "120"), ("Birch", "5")]


def test_a_column_that_cannot_be_named_leaves_the_file_to_a_person_and_others_come_in(tmp_path: Path) -> None:
    strange = "Customer,ARR [a[b]\nAlder,5\nBirch,6\n"
    found, unread = sort_files(write(tmp_path, strange=strange, deals=DEALS), None, layout=Layout({"ARR [a[b": "arr"}))
    assert {one.names[0]: one.is_guess for one in found} == {"strange.csv": True, "deals.csv": False}
    assert unread == []


def test_a_table_of_numbers_and_words_that_nothing_reads_stands_in_no_other_files_way(tmp_path: Path) -> None:
    wide = "account_id,date,logins,remark\nA-1,2026-10-01,5,they say that it is far too slow\n"
    found, unread = sort_files(write(tmp_path, wide=wide, deals=DEALS), None)
    assert {one.names[0]: one.is_guess for one in found} == {"wide.csv": True, "deals.csv": False}
    assert unread == []
