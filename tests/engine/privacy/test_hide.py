import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voc.engine.alignment import AlignedText
from voc.engine.privacy.hide import Hiding, hide_once, hide_personal_data
from voc.engine.privacy.marks import HIDDEN, MARKS
from voc.engine.privacy.own_rules import parse_own_rules

HEX, B62 = "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG"
PEM = f"-----BEGIN {'RSA'} PRIVATE KEY-----\n{B62}{B62}\n{B62}\n-----END {'RSA'} PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        (f"our key sk_live_{B62[:24]} fails", "our key [secret] fails"),
        (f"the log shows ghp_{B62}{HEX[:4]} in plain", "the log shows [secret] in plain"),
        (f"Authorization: Bearer {HEX}", "Authorization: Bearer [secret]"),
        (f"api key: {HEX}", "api key: [secret]"),
        (f"our token {HEX} was revoked", "our token [secret] was revoked"),
        (f"before {PEM} after", "before [secret] after"),
        (f"PEM cut: {PEM[:90]}", "PEM cut: [secret]"),
        (f"jwt eyJ{B62}.eyJ{B62}.{B62} expired", "jwt [secret] expired"),
        ("My password is Sommer2024! and I cannot get in", "My password is [password] and I cannot get in"),
        ("Passwort: haus1234", "Passwort: [password]"),
        ("mot de passe : azerty99", "mot de passe : [password]"),
        ("la contraseña «Lluvia_19» no funciona", "la contraseña «[password]» no funciona"),
        ("my password is sunshine", "my password is [password]"),
        ("PIN=9999", "PIN=[password]"),
        ("key: " + HEX, "key: [secret]"),
        ("password: swordfish", "password: [password]"),
        ("changed my password from OldPass9 to NewPass10 today", "changed my password from [password] to [password] today"),
        ("postgres://app:s3cret@db.example.com/prod", "postgres://app:[password]@db.example.com/prod"),
        ("My PIN is 4471, thanks", "My PIN is [password], thanks"),
        ("the code they texted me was 559201", "the code they texted me was [password]"),
        (f"open https://app.example.com/reset?token={HEX} now", "open [link] now"),
        (f"see https://example.com/invite/{HEX}.", "see [link]."),
    ],
)
def test_secrets_are_hidden(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("my SSN is 219-09-9999", "my SSN is [id]"),
        ("Steuer-ID 36 574 261 809 steht da", "Steuer-ID [id] steht da"),
        ("codice fiscale RCCMNL83S18D969H", "codice fiscale [id]"),
        ("passport no. 533380006 refused", "passport no. [id] refused"),
        ("NINO JG103759A is shown", "NINO [id] is shown"),
        ("card 4111.1111.1111.1111 and 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "card [card] and [card]"),
        ("my card 4111 1111 1111 1112 mistyped", "my card [card] mistyped"),
        ("my card is 4111-1111-1111-1111 12/27 123", "my card is [card] [card] [card]"),
        ("card cvv 314", "card cvv [card]"),
        ("GB29NWBK60161331926819 is rejected", "[iban] is rejected"),
        ("sort code 20-00-00 account 12345678", "sort code [bank account] account [bank account]"),
        ("my date of birth is 14/03/1985.", "my date of birth is [birth date]."),
        ("geboren am 14. März 1985 und", "geboren am [birth date] und"),
        ("Your date of birth please?\nEva: 3rd of June 1979", "Your date of birth please?\nEva: [birth date]"),
        ("ana at acme dot com", "[email]"),
        ("ana.lima (at) acme (dot) co (dot) uk bounces", "[email] bounces"),
        ("ana arroba acme punto com", "[email]"),
        ("ring 07700 900123 or +91 98765 43210", "ring [phone] or [phone]"),
        ("invoice to Musterstraße 12, 12345 Berlin", "invoice to [address]"),
        ("ship to 12 Example Street, Springfield, IL 62704", "ship to [address]"),
        ("livrez au 12 rue de la Paix, 75002 Paris", "livrez au [address]"),
    ],
)
def test_what_tells_of_a_person_is_hidden(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    "said",
    [
        "order 100234567", "Bestellnummer 123-4567890-1234567", "part number 123-45-6789", "ticket #123-456-7890", "inventory number 0012 3456 7890",
        "version 10.2.3.4", "10.0.0.0/8", "between 500-1000 users", "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", f"checksum {HEX}",
        "request id 123e4567-e89b-12d3-a456-426614174000", "the password is not accepted", "password: forgotten again and no mail comes", "a PIN with 4 digits",
        "token expired after 3600 seconds", "passport scans are rejected", "the date of birth field is broken since 2026-10-20", "look at dot com domains",
        "https://example.com/login?next=/dashboard", "https://example.com/search?q=export+fails&page=2", "account 48213377 cannot log in", "Main Street Books",
        "sin contraseña no puedo entrar", "EAN 4006381333931", "2 court cases are linked",
    ],
)  # fmt: skip
def test_numbers_of_things_and_words_about_secrets_stay(said: str) -> None:
    assert hide_personal_data(said) == said


PIECES = st.sampled_from(
    [
        "password:", "is", "token", "api key", "card", "4111 1111 1111 1111", "ana@acme.example", "at acme dot com", HEX, B62,
        PEM[:60], "+49 170 1234567", "born",
        "14.03.1985", "passport", "A1234567", "[email]", "[secret]", "[", "]", "/", "://", "\n", "?", "https://x.example/reset?token=", "PIN", "4471", "iban",
        "DE89370400440532013000", "ssn", "219-09-9999", "12 Example Street", "192.0.2.1", "order", "é",
    ]
)  # fmt: skip
MESSY = st.lists(PIECES | st.text(max_size=6), max_size=14).flatmap(lambda parts: st.sampled_from(["", " ", ": "]).map(lambda glue: glue.join(parts)))


@settings(max_examples=300)
@given(MESSY)
@example("password: password: password: a1b2c3")
@example("token [secret] 9f8e7d6c5b4a3928")
def test_hiding_again_changes_nothing(text: str) -> None:
    hidden = hide_personal_data(text)
    assert hide_personal_data(hidden) == hidden


@settings(max_examples=200)
@given(MESSY)
def test_each_mark_stands_for_a_stretch_of_the_text(text: str) -> None:
    read = hide_once(AlignedText(text))
    for mark in HIDDEN.finditer(read.text):
        start, end = read.source(*mark.span())
        assert 0 <= start < end <= len(text)


def test_a_text_without_anything_personal_is_left_as_it_is() -> None:
    plain = "The export to CSV fails for large files, and nobody is told. " * 50
    assert hide_personal_data(plain) == plain


def test_a_long_text_is_read_in_its_length() -> None:
    for hostile in ("-----BEGIN RSA PRIVATE KEY-----" * 3_000, "password " * 20_000, "1 " * 50_000, "a@" * 50_000, "token token_" * 10_000, "12 A " * 20_000):
        assert isinstance(hide_personal_data(hostile), str)


def test_every_mark_is_known_as_one() -> None:
    assert all(HIDDEN.fullmatch(f"[{mark}]") for mark in MARKS)
    assert not HIDDEN.search("[sic] [x] [emails]")


def test_a_companys_own_rules_hide_first_and_never_inside_a_mark() -> None:
    hiding = Hiding(parse_own_rules(r"case_id=\bCUST-\d{6}\b; mail_word=email"))
    assert hide_personal_data("CUST-123456 by ana@acme.example, an email", hiding) == "[case_id] by [email], an [mail_word]"


@given(st.text(max_size=60))
def test_own_rules_are_repeatable_too(text: str) -> None:
    hiding = Hiding(parse_own_rules("letter=[a-e]+"))
    hidden = hide_personal_data(text, hiding)
    assert hide_personal_data(hidden, hiding) == hidden
    assert not re.search("[a-e]", hiding.marks.sub("", hidden))


@pytest.mark.parametrize("dash", ["\u2010", "\u2011", "\u2012", "\u2013", "\u2212", "\uff0d"])
def test_numbers_are_hidden_with_whatever_dash_is_set(dash: str) -> None:
    said = "Call +1 415-555-2671, card 4111-1111-1111-1111, SSN 123-45-6789.".replace("-", dash)
    assert hide_personal_data(said) == "Call [phone], card [card], SSN [id]."


@pytest.mark.parametrize("unit", ["A1B2-", "X9-", "AB12.", "A1-B2-C3.", "Ab-", "12 Ab "])
def test_runs_of_words_in_one_piece_are_read_in_their_length(unit: str) -> None:
    assert hide_personal_data(unit * (100_000 // len(unit)))  # took minutes where words had no longest length
