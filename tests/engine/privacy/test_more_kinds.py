"""National ids of many countries, fields of records, and what people spell or write otherwise; beside each, what looks like it and must stay."""

import pytest

from voc.engine.alignment import AlignedText
from voc.engine.privacy.hide import hide_personal_data
from voc.engine.privacy.named import find_named


@pytest.mark.parametrize(
    "said",
    [
        "nie=|X1234567L|", "o meu nif: |123456789| falha", "rut |12.345.678-5|", "cuit |20-05536168-2|", "<pesel>|44051401359|</pesel>",
        "ID number |44051401359| rejected",
        "id card number |11010519491231002X|", "HKID |A123456(3)|", "rrn |971013-9019902|", "my number |123456789018|",
        "sin |123-456-782|", "soc sec no. |412 68 3907|",
        "employeeSsn=|536228726|", "ssn: |536_22_8726|", "egn |7523169263|", "registre national |85.07.30-033.28|", "Reisepassnummer: |C4VHR6K2L|",
        '"doc_type":"passport","doc_number":"|L8988901C|"',
    ],
)  # fmt: skip
def test_national_ids_are_hidden_by_their_names_and_check_digits(said: str) -> None:
    before, _, after = said.split("|")
    assert hide_personal_data(said.replace("|", "")) == f"{before}[id]{after}"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ('"dob":"19850721"', '"dob":"[birth date]"'),
        ("date_of_birth=1958/12/01&consent=1", "date_of_birth=[birth date]&consent=1"),
        ('dateOfBirth="1958-12-01T00:00:00Z"', 'dateOfBirth="[birth date]T00:00:00Z"'),
        ("pasted 4000_0000_0000_0077 here", "pasted [card] here"),
        ("5200 8282 8282 8210 verlopen 01/25", "[card] verlopen [card]"),
        ("backup codes: 83hd-k2m9, p0w4-77ac and zz19-q8rt", "backup codes: [password]"),
        ('our passphrase "purple monkey dishwasher lamp"', 'our passphrase "[password]"'),
        ("I changed it from Harbor2022 to Harbor2023! Password rotation is silly", "I changed it from [password] to [password] Password rotation is silly"),
        ("Sicherheitscode für die Freigabe: 229 480", "Sicherheitscode für die Freigabe: [password]"),
        ("verify?uid=8812&code=4cd530dba4cf2c6c16f68d7dc35d8ec9 ends here", "[link] ends here"),
        ("mail m underscore jansen at example dot nl", "mail [email]"),
        ("reach me at five five five, zero one seven two", "reach me at [phone]"),
        ("address_line2: Austin, TX 78756", "address_line2: [address]"),
    ],
)
def test_fields_and_what_is_spelt_are_hidden(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    "said",
    [
        "das geht nie. 1234567 Datensätze", "we run 12345678 jobs a day", "customer ID number 123456782", "order 12.345.678-5", '"created":"19850721"',
        "2020/2021/2022/2023", "1024_2048_4096_8192", "backup codes: 10 codes are too many", 'passphrase "must be at least 12 characters"',
        "changed it from Team10 to Team25. Password rules stay.", "verification code length: 6", "?page=2&sort=created_at&filter=active",
        "one two three four five six seven eight tested", "address_line1: max 35 characters", "lodash@4.17.21 is old", "@example/ui-kit@7.0.0-beta.14",
        "Via API 12 richieste", "article 100-200-3000 costs less than 100-200-3001", "the passport table has doc_number beside it",
    ],
)  # fmt: skip
def test_what_looks_like_one_stays(said: str) -> None:
    assert hide_personal_data(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "Ansprechpartner: |Jürgen Wiesbacher| (Einkauf)", '"assignee": "|Rohan Deshmukh|"', "merci à |Clémence Vauquelin| pour tout",
        "our CFO |Beatrix Thornquist| won't sign",
        "call w/ |Tuomas Rautio| + |Hanne Brekke|, both", "Gesprek met mevrouw |van der Heijden| over",
        "hi its |stacey pellow| here again",
    ],
)  # fmt: skip
def test_roles_fields_and_meetings_tell_names(said: str) -> None:
    plain, parts = said.replace("|", ""), said.split("|")
    assert AlignedText(plain).edited(find_named(plain, "en", frozenset())).text == "".join("[name]" if n % 2 else part for n, part in enumerate(parts))


@pytest.mark.parametrize(
    "said",
    [
        "call with Customer Success",
        "Contact: Sales Team",
        "our admin Google Workspace",
        "hi its still slow here",
        "call with John Deere",
        "thanks to Dr. Oetker",
        "Herr der Ringe",
    ],
)
def test_companies_and_teams_are_no_names(said: str) -> None:
    assert list(find_named(said, "en", frozenset())) == []
