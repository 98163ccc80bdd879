import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.engine.clean import read_aligned, readable_text
from voc.engine.privacy.hide import hide_personal_data

BITS = (
    "&amp; &lt; &gt; &amp;lt;p&amp;gt; &lt;br&gt; &nbsp; &# &#0; &#xa0; amp; lt; ; & < > <p> </p> <b> <br> <li> <blockquote> </blockquote> <script> <style>"
    " <!-- --> a p e\u0301 \u200b \ud800 \x00 \x0b \x85 \u2028 ada@acme.com +49 170 1234567 555-1234 4111111111111111 10.0.0.1 2026-10-20 . - : / [ ] [phone] @"
).split(" ")
messy = st.lists(st.sampled_from([*BITS, " ", "\n", "\n\n", "\r\n", "\t"]) | st.text(max_size=4), max_size=15).map("".join)


@settings(max_examples=300)
@given(messy | st.text())
def test_any_text_can_be_read_and_reading_it_again_changes_nothing(raw: str) -> None:
    text = readable_text(raw)
    assert readable_text(text) == text
    assert "\x00" not in text
    assert text == text.strip()
    text.encode()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<p>The <b>export</b> fails.</p><p>Every time.</p>", "The export fails.\n\nEvery time."),
        ("<div>one<br>two</div>", "one\ntwo"),
        ("<ul><li>slow</li><li>dear</li></ul>", "- slow\n\n- dear"),
        ("<p>The report that we\n  print is\nblank.</p>", "The report that we print is blank."),
        ("<style>p {color: red}</style><script>alert(1)</script><p>Hi</p>", "Hi"),
        ("<p>Yes.</p><blockquote>Did it work?\nTell us.</blockquote>", "Yes.\n\n> Did it work? Tell us."),
        ("Fish &amp; chips &lt; 3 &euro;&nbsp;", "Fish & chips < 3 €"),
        ("Tom &amp;amp; Ada", "Tom & Ada"),
        ("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;", "one\n\ntwo"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("Vec<String> leaks", "Vec<String> leaks"),
        ("so\u200bft\u00adly \ufeffspoken", "softly spoken"),
        ("cafe\u0301", "café"),
        ("one\r\ntwo\rthree\n\n\n\n\nfour", "one\ntwo\nthree\n\nfour"),
        ("bell\x07and null\x00", "bell and null"),
        ("half a pair \ud83d", "half a pair ?"),
        ('<p title="a > b">one</p><img alt="->">two', "one\n\ntwo"),
        ("<p>one <!-- not > this --> two</p><![endif]--><!-- three", "one  two\n\n<!-- three"),
        ("<div>a<script>if (a<b) document.write('<p>no</p>')</script>b</div>", "ab"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_markup_comes_off_and_words_stay(raw: str, text: str) -> None:
    assert readable_text(raw) == text


@pytest.mark.parametrize(
    "number",
    [
        "+49 170 1234567", "+4917012345678", "+49 (0) 170 1234567", "+49-170-1234567", "+44 (0)20 7946 0958", "+33 1 23 45 67 89", "+1 (415) 555-2671",
        "(555) 123-4567", "415.555.2671", "415-555-2671", "1-800-555-0199", "555-0199", "0170 1234567", "0170/1234567", "(0170) 1234567", "030 123 45 67",
        "01 23 45 67 89", "020 7946 0958", "0049 170 1234567",
    ],
)  # fmt: skip
def test_a_phone_number_is_hidden_however_people_write_it(number: str) -> None:
    assert hide_personal_data(f"Ring {number}, please") == "Ring [phone], please"


@pytest.mark.parametrize("lead", ["phone: ", "Tel. ", "call me on ", "WhatsApp ", "mobile "])
def test_bare_digits_are_a_phone_number_where_the_words_before_say_so(lead: str) -> None:
    assert hide_personal_data(f"{lead}4155552671") == f"{lead}[phone]"


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("write to ada.lovelace+billing@mail.acme.co.uk.", "write to [email]."),
        ("jörg@müller.de", "[email]"),
        ("from 192.168.0.17:8080", "from [ip]:8080"),
        ("host 10.2.3.4 is down", "host [ip] is down"),
        ("at 2001:db8::8a2e:370:7334 and fe80::1", "at [ip] and [ip]"),
        ("card 4111 1111 1111 1111", "card [card]"),
        ("card 4111-1111-1111-1111", "card [card]"),
        ("amex 378282246310005", "amex [card]"),
        ("DE89 3704 0044 0532 0130 00", "[iban]"),
        ("to DE89370400440532013000", "to [iban]"),
        ("GB29 NWBK 6016 1331 9268 19", "[iban]"),
    ],
)
def test_personal_data_is_hidden(said: str, hidden: str) -> None:
    assert hide_personal_data(said) == hidden


@pytest.mark.parametrize(
    "said",
    [
        "on 2026-10-20", "on 20.10.2026", "on 20/10/2026", "03/04/2026 12:00", "2026-10-20 09:15", "10-12-2025 14:30", "at 12:30:45", "2025-2026",
        "in 2019 2020 2021",
        "order 100234567", "#4512345678901", "INV-2026-0042", "ORD-415-555-2671", "SKU 12-34",
        "$1,234,567.89", "1.234.567,89 €", "12 345 678", "100 000 000", "1,000 users", "-12.5%",
        "version 10.2.3.4", "v10.2.3.4", "Release 4.18.0.1", "10.2.3", "1.2.3.4.5", "999.1.2.3",
        "4111 1111 1111 1112", "GB29 NWBK 6016 1331 9268 18", "0000 0000 0000 0000",
        "std::vector", "12:30", "9 to 5", "ada@acme", "@ada", "call 5 people",
    ],
)  # fmt: skip
def test_what_only_looks_like_personal_data_is_left_alone(said: str) -> None:
    assert hide_personal_data(said) == said


def luhn(payload: str) -> str:
    """The check digit that ISO/IEC 7812-1 gives a card number."""
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(payload)))
    return str(-total % 10)


@given(st.from_regex(r"[2-6][0-9]{14}", fullmatch=True), st.integers(1, 9))
def test_a_card_number_is_known_by_its_checksum(payload: str, wrong: int) -> None:
    right = luhn(payload)
    assert hide_personal_data(f"pay {payload}{right}") == "pay [card]"
    assert "[card]" not in hide_personal_data(f"pay {payload}{(int(right) + wrong) % 10}")


@given(st.from_regex(r"[0-9]{18}", fullmatch=True), st.integers(1, 96))
def test_an_iban_is_known_by_its_checksum(account: str, wrong: int) -> None:
    check = 98 - int(f"{account}131400") % 97  # D is 13, E is 14
    assert hide_personal_data(f"pay DE{check:02}{account}") == "pay [iban]"
    other = (check - 2 + wrong) % 97 + 2
    assert "[iban]" not in hide_personal_data(f"pay DE{other:02}{account}")


@given(st.emails())
def test_no_address_survives(address: str) -> None:
    local = re.fullmatch(r"[\w.+'-]{1,64}@.*", address)
    assert not local or address not in hide_personal_data(f"Mail {address} today")


def test_data_that_markup_cuts_in_two_is_hidden_too() -> None:
    assert readable_text("<p>Mail <b>ada</b>@acme.com or +49&nbsp;170&nbsp;<i>1234567</i></p>") == "Mail [email] or [phone]"
    assert readable_text("ada&#64;acme.com") == "[email]"


@settings(max_examples=300)
@given(messy | st.text())
def test_every_character_that_is_read_stands_somewhere_in_the_raw_text(raw: str) -> None:
    read = read_aligned(raw)
    places = [read.source(i, i + 1) for i in range(len(read.text))]
    assert places == sorted(places)
    assert all(0 <= start <= end <= len(raw) for start, end in places)


@given(st.lists(st.sampled_from(["fails", "slow, too", "(export)", "Ümlaut", "10:30", "naïve", "日本", "-", "a < b"]), min_size=1).map(" ".join))
def test_plain_words_are_read_where_they_stand(raw: str) -> None:
    read = read_aligned(raw)
    assert read.text == raw
    assert [read.source(i, i + 1) for i in range(len(raw))] == [(i, i + 1) for i in range(len(raw))]


@pytest.mark.parametrize(
    ("raw", "said", "stands_as"),
    [
        ("<p>Hi,</p><p>The <b>app</b> fails.</p>", "The app fails.", "The <b>app</b> fails."),
        ("Fish &amp;amp; chips", "& chips", "&amp;amp; chips"),
        ("&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;", "two", "two"),
        ("so\u200bft\u00adly spoken", "softly", "so\u200bft\u00adly"),
        ("a cafe\u0301 and tea", "café", "cafe\u0301"),
        ("one\r\n\r\n\r\ntwo three", "two", "two"),
        ("<p>Mail <b>ada</b>@acme.com now</p>", "[email]", "ada</b>@acme.com"),
        ("<blockquote>Did it?<br>Yes.</blockquote>", "Yes.", "Yes."),
    ],
)
def test_a_quote_is_found_in_the_raw_text(raw: str, said: str, stands_as: str) -> None:
    read = read_aligned(raw)
    start = read.text.index(said)
    raw_start, raw_end = read.source(start, start + len(said))
    assert raw[raw_start:raw_end] == stands_as
    assert read.target(raw_start, raw_end) == (start, start + len(said))


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("<@U2> asks for reports &amp; exports <https://desk.example/1|ticket> :fire: <!channel>", "asks for reports & exports ticket"),
        ("cc <@W0123|ben> in <#C02|product>, <!subteam^S1|@support>", "cc ben in product, @support"),
        ("see <https://a.example/b> at 10:30:15, a:b:c", "see <https://a.example/b> at 10:30:15, a:b:c"),
    ],
)
def test_what_slack_writes_for_people_channels_links_and_pictures_is_read(raw: str, read: str) -> None:
    assert readable_text(raw) == read
