"""What files are, by their columns."""

from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.mapping.profile import ROWS
from voc.sources.mapping.recognise import Recognised, recognise, sample
from voc.sources.profiles.load import load_profiles

PROFILES = list(load_profiles().values())


def files(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("_dot_", ".")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def found(paths: list[Path]) -> list[Recognised]:
    return recognise([sample(path, PROFILES) for path in paths], PROFILES)


def test_a_file_with_the_contracts_names_is_vocs_own(tmp_path: Path) -> None:
    (one,) = found(files(tmp_path, a_dot_csv="source,external_id,kind,occurred_at,text\nx,1,ticket,2026-09-08,It freezes\n"))
    assert (one.kind.name, one.profile, list(one.files)) == ("feedback", None, [ROWS])


def test_files_that_belong_together_are_one_and_others_are_not(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        comments_dot_csv="ticket_id,user_id,body,public,created\n1,7,x,TRUE,2026-09-08\n",
        tickets_dot_csv="id,subject,description,requester_id\n1,a,b,7\n",
        accounts_dot_csv="account_id,name,arr\nA,Larkspur,1\n",
    )
    tickets, accounts = found(paths)
    assert tickets.profile is not None
    assert (tickets.profile.name, sorted(tickets.files)) == ("zendesk_tickets", ["comments", "tickets"])
    assert (accounts.kind.name, accounts.profile) == ("accounts", None)


def test_the_profile_that_asks_most_of_the_columns_goes_first(tmp_path: Path) -> None:
    columns = "id,website,name,company_id,monthly_spend"
    (one,) = found(files(tmp_path, a_dot_csv=f"{columns}\nk,larkspur.example,Larkspur,A,1\n"))
    assert one.profile is not None
    assert one.profile.name == "intercom_companies"


@pytest.mark.parametrize("column", ["Username", "IsConverted", "ReportsToId", "CaseNumber"])
def test_people_and_leads_of_a_data_export_are_no_accounts(tmp_path: Path, column: str) -> None:
    header = f"Id,Name,OwnerId,{column}"
    with pytest.raises(InputError, match=r"a\.csv is no file that voc knows"):
        found(files(tmp_path, a_dot_csv=f"{header}\n1,Mona Hale,7,x\n"))


def test_an_api_that_leaves_out_what_is_empty_is_recognised_by_most_of_its_rows(tmp_path: Path) -> None:
    rows = ['{"id": 1, "subject": "a", "description": "b", "requester_id": 7}'] * 2 + ['{"id": 2}']
    (one,) = found(files(tmp_path, a_dot_jsonl="\n".join(rows)))
    assert one.profile is not None
    assert one.profile.name == "zendesk_tickets"


def test_a_file_that_is_nothing_known_names_its_columns_and_what_it_is_nearest_to(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a.csv is no file that voc knows by its columns \('account_id', 'blue'\); its columns are nearest to accounts"):
        found(files(tmp_path, a_dot_csv="account_id,blue\nA,1\n"))


def test_a_file_without_rows_among_others_is_passed_over(tmp_path: Path) -> None:
    (one,) = found(files(tmp_path, a_dot_json="[]", b_dot_csv="id,subject,description,requester_id\n1,a,b,7\n"))
    assert [path.name for paths in one.files.values() for path in paths] == ["b.csv"]


def test_files_without_any_row_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.csv has no rows that can be read"):
        found(files(tmp_path, a_dot_csv="id,subject,description,requester_id\n"))


def test_a_table_of_an_airbyte_destination_without_flattening_is_recognised_by_what_is_inside(tmp_path: Path) -> None:
    inside = '"{""id"": 1, ""subject"": ""a"", ""description"": ""b"", ""requester_id"": 7}"'
    (one,) = found(files(tmp_path, a_dot_csv=f"_airbyte_raw_id,_airbyte_extracted_at,_airbyte_data\nr,1788852600000,{inside}\n"))
    assert one.profile is not None
    assert one.profile.name == "zendesk_tickets"
