"""Secrets and personal data of a kind, in the forms and languages that it comes in, and what of the same words must stay."""

import pytest

from voc.engine.privacy.hide import hide_personal_data

HEX, B62 = "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG"
CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        (f"Set-Cookie: connect.sid=s%3A{B62}.{B62}; Path=/; HttpOnly", "Set-Cookie: connect.sid=[secret]; Path=/; HttpOnly"),
        ("PHPSESSID=pd2et9c1q3mkum6aowv3e2js91 is sent", "PHPSESSID=[secret] is sent"),
        (f"Sitzungs-ID: {HEX}", "Sitzungs-ID: [secret]"),
        ("curl -u admin:kOrryo8B0f https://ci.example.com", "curl -u admin:[password] https://ci.example.com"),
        ("mysql -u root -pTiger99x feedback", "mysql -u root -p[password] feedback"),
        ("https://x.example/convite/a1b2c3d4e5f6g7h8i9j0", "[link]"),
        (f"Private-Lines: 1\n{B62}{B62}\nPrivate-MAC: {HEX}{HEX}", "Private-Lines: [secret]"),
    ],
)
def test_sessions_commands_and_keys_of_programs_are_hidden(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("I set bluegiraffe77 as my new password", "I set [password] as my new password"),
        ("The temporary password you gave us was Welcome#5710, thanks", "The temporary password you gave us was [password], thanks"),
        ("Das Passwort, das Sie uns geschickt haben, ist Blume!77x", "Das Passwort, das Sie uns geschickt haben, ist [password]"),
        ('Password for the sandbox is "tall pines and 4 rivers" here', 'Password for the sandbox is "[password]" here'),
        ('<add key="SmtpPassword" value="m79FFqtv" />', '<add key="SmtpPassword" value="[password]" />'),
        ("<password>sunshine</password>", "<password>[password]</password>"),
        ("asked for a password, I gave it r00t-4-Tuesday", "asked for a password, I gave it [password]"),
        ("Your verification code is 063550. It is late", "Your verification code is [password]. It is late"),
        ("Use 49073 as your login code.", "Use [password] as your login code."),
        ("Backup codes (printed): omcds-vtvr7, luewj-a0c2h", "Backup codes (printed): [password]"),
    ],
)
def test_passwords_and_codes_are_hidden_wherever_they_stand_about_their_word(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("I typed 219099999 (no dashes) into the SSN field", "I typed [id] (no dashes) into the SSN field"),
        ("Rentenversicherungsnummer: 15 070649 C 103", "Rentenversicherungsnummer: [id]"),
        ("burgerservicenummer van de klant: 111222333", "burgerservicenummer van de klant: [id]"),
        ("CNH 93702372213 do motorista", "CNH [id] do motorista"),
        ('"passportNumber":"X1234567"', '"passportNumber":"[id]"'),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10", "[id]"),
        (f"Karte {CARD}, gültig bis 11/27, Prüfziffer 634", "Karte [card], gültig bis [card], Prüfziffer [card]"),
        (f"tarjeta {CARD} caduca 03/29 código 517", "tarjeta [card] caduca [card] código [card]"),
        ("number=378734493671000&cvc=0429", "number=[card]&cvc=[card]"),
        ("BSB 062-000, Acc no. 000123456", "BSB [bank account], Acc no. [bank account]"),
        ("?email=pat.finch%40example.com&list=7", "?email=[email]&list=7"),
    ],
)
def test_numbers_of_persons_are_hidden_in_many_languages_and_forms(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    "address",
    [
        "18 Cobbler's Yard, Leeds LS1 4XX", "sixteen Harrow Court, Norwich, NR1 2XX", "55 Kilnmarsh Road, Dublin 8, D08 XY00",
        "Unit 7, 225 Wattle Street, Bendigo VIC 3550", "221 Maple Grove Ct, Kingston ON K7L 1A1", "Am Mühlbach 3a\n83022 Rosenheim",
        "Calle de los Olmos 45, 3º B, 28013 Madrid", "Rua das Amoreiras 58, 2.º Esq., 1250-020 Lisboa",
        "Rua das Palmeiras, 310, ap. 42, São Paulo - SP, 01226-010", "Via dei Cipressi 9, 20121 Milano (MI)", "12, rue des Lilas\n75011 Paris",
    ],
)  # fmt: skip
def test_addresses_are_hidden_to_their_end(address: str) -> None:
    assert hide_personal_data(f"it went to {address}") == "it went to [address]"


@pytest.mark.parametrize(
    "said",
    [
        "Set-Cookie: theme=dark; Path=/; SameSite=Lax", "curl -u $USER:$PASS https://x.example.com/api fails", "https://x.example/convite/como-convidar-a-equipa",
        '"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="', "Grand total: 0000123450",
        'The password hint is "your first pet and 2 digits"', "The password reset ticket is PAY-2291", "my password manager is 1Password",
        "we tried the password dialog in Chrome131", "<password>string</password>", '<label for="password">Password</label>', "404 is your error code",
        "The PIN - 4 digits - is too short", "Backup codes are case-sensitive, why?", "We have 2000000 in the passport table", "MAP<STRING,LIST<INTEGER>>",
        "the plan ends 12/26 and code 300 came", "acc. no. 48213377 cannot log in", "we have 12 Google Drive folders", "Im Januar 12, 34000 Aufrufe",
        "Level 12, Tower B is where the printer is", "Address: required field, 5 digits", "ship to: 3 users, 45001 Items",
    ],
)  # fmt: skip
def test_the_same_words_without_a_secret_stay(said: str) -> None:
    assert hide_personal_data(said) == said


@pytest.mark.parametrize(
    "piece", ["1234567 ", "[address], Foo", "Address: Foo 1,\n", 'key="password" a="b" ', "backup codes: ab1cd-", "A<", "ssn of a ", "12 Aa Bb "]
)
def test_hostile_repetition_is_read_in_its_length(piece: str) -> None:
    assert isinstance(hide_personal_data(piece * (20_000 // len(piece))), str)
