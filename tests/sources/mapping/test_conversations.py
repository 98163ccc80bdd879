"""Messages as one text, each under whose it is."""

from typing import Any

from voc.sources.mapping.conversations import ConversationReader
from voc.sources.mapping.profile import Conversation
from voc.sources.mapping.records import Record
from voc.sources.mapping.shelf import Shelf

WORDS = {"user": "customer", "admin": "agent"}
SAID: dict[str, Any] = {
    "messages": "messages",
    "text": "text",
    "at": "at",
    "id": "by",
    "name": "name",
    "role": "role",
    "internal": [{"where": "public", "is": [False]}],
}


def message(text: str, at: str = "", by: str = "", **more: Any) -> dict[str, Any]:
    return {"text": text, "at": at, "by": by, **more}


def read(*messages: Any, first: dict[str, Any] | None = None, own: set[str] | None = None, shelf: Shelf | None = None, **said: Any) -> dict[str, Any]:
    record = Record.of(1, "", {"messages": list(messages), "requester": "7", **(first or {})})
    return ConversationReader(Conversation(**{**SAID, **said}), WORDS, shelf, own or set()).read(record, first or {})


def heads(found: dict[str, Any]) -> list[str]:
    return [part.split("\n")[0].split(",")[0].rstrip(":") for part in found["text"].split("\n\n") if "(" in part]


def test_messages_stand_in_the_order_of_time_whatever_order_they_come_in() -> None:
    found = read(message("third", "2026-09-09T08:00:00Z"), message("first", "1788852600"), message("second", "2026-09-08 10:00"))
    assert [part.split("\n")[1] for part in found["text"].split("\n\n")] == ["first", "second", "third"]
    assert (found["occurred_at"], found["updated_at"]) == ("2026-09-08T07:30:00+00:00", "2026-09-09T08:00:00+00:00")


def test_messages_without_a_time_keep_their_order_and_come_first() -> None:
    found = read(message("b", "2026-09-08T07:30:00Z"), message("z"), message("y"))
    assert [part.split("\n")[1] for part in found["text"].split("\n\n")] == ["z", "y", "b"]


def test_a_role_says_whose_a_message_is_and_an_internal_one_is_internal_before_all() -> None:
    found = read(message("a", by="7", role="User"), message("b", by="8", role="admin"), message("c", by="8", role="user", public=False))
    assert heads(found) == ["Customer (customer)", "Agent (agent)", "Internal note (internal)"]


def test_whoever_wrote_an_internal_message_is_one_of_our_own_elsewhere_too() -> None:
    assert heads(read(message("a", by="8", public=False), message("b", by="8"), message("c", by="7"))) == [
        "Internal note (internal)",
        "Agent (agent)",
        "Somebody (unknown)",
    ]
    assert heads(read(message("a", by="8"), message("b", by="7"), own={"8"})) == ["Agent (agent)", "Somebody (unknown)"]


def test_where_the_record_names_the_customer_everybody_else_is_ours() -> None:
    assert heads(read(message("a", by="7"), message("b", by="9"), customer="requester")) == ["Customer (customer)", "Agent (agent)"]


def test_who_wrote_the_first_message_is_the_customer_where_the_profile_says_so() -> None:
    assert heads(read(message("a", by="5"), message("b", by="6"), message("c", by="5"), first_is_customer=True)) == [
        "Customer (customer)",
        "Agent (agent)",
        "Customer (customer)",
    ]


def test_a_mail_address_of_our_own_domain_is_ours() -> None:
    found = read(
        message("a", email="mona@larkspur.example"),
        message("b", email="otto@voltaic.example"),
        first={"host": "ada@voltaic.example"},
        email="email",
        ours=["host"],
    )
    assert heads(found) == ["Customer (customer)", "Agent (agent)"]
    assert found["author_email"] == "mona@larkspur.example"


def test_people_stand_in_another_file_or_in_the_record() -> None:
    people = {"where": "people", "id": "id", "name": "name", "role": "role"}
    messages, otto = (message("a", by="7", role="user"), message("b", by="8")), {"id": 8, "name": "Otto Lind", "role": "admin"}
    with Shelf() as shelf:
        shelf.put("8", otto)
        beside = read(*messages, shelf=shelf, people=people)
    assert heads(beside) == heads(read(*messages, first={"people": [otto]}, people=people)) == ["Customer (customer)", "Otto Lind (agent)"]
    assert heads(read(*messages)) == ["Customer (customer)", "Somebody (unknown)"]


def test_a_description_that_the_first_message_says_again_stands_once() -> None:
    found = read(message("It freezes.\nOn two phones.", by="7"), message("Sorry", by="8"), first={"text": "It freezes. On two phones."}, customer="requester")
    assert found["text"].count("It freezes.") == 1


def test_a_subject_goes_on_top_of_the_customers_first_message() -> None:
    found = read(message("It freezes.", by="7"), message("Sorry", by="8"), first={"text": "The map\n\nIt freezes."}, customer="requester")
    assert found["text"] == "Customer (customer):\nThe map\n\nIt freezes.\n\nAgent (agent):\nSorry"


def test_what_the_record_says_and_our_own_answer_does_not_is_the_customers_first_message() -> None:
    found = read(
        message("Sorry", "2026-09-08T08:00:00Z", by="8"),
        first={"text": "It freezes.", "author_name": "Mona Hale", "occurred_at": "2026-09-08T07:30:00Z"},
        customer="requester",
    )
    assert found["text"] == "Mona Hale (customer), 2026-09-08 07:30 UTC:\nIt freezes.\n\nAgent (agent), 2026-09-08 08:00 UTC:\nSorry"


def test_one_message_of_a_customer_is_its_text_alone_and_one_of_ours_says_that_it_is() -> None:
    assert read(message("It freezes.", by="7"), customer="requester") | {"updated_at": 0} == {
        "text": "It freezes.",
        "author_name": None,
        "author_email": None,
        "author_role": None,
        "updated_at": 0,
    }
    ours = read(message("Our webinar", by="8"), customer="requester")
    assert (ours["text"], ours["author_role"]) == ("Agent (agent):\nOur webinar", "agent")


def test_messages_without_words_and_those_of_another_sort_are_none() -> None:
    assert read(message(""), message("  "), None, 7) in ({}, read(7))
    found = read(message("a", type="comment"), message("b", type="close"), only={"where": "type", "is": ["comment"]})
    assert found["text"] == "a"


def test_the_messages_of_several_lists_are_one_conversation() -> None:
    record = Record.of(1, "", {"messages": [message("b", "2026-09-09")], "mails": [message("a", "2026-09-08")]})
    found = ConversationReader(Conversation(**{**SAID, "messages": ["messages", "mails"]}), WORDS, None, set()).read(record, {})
    assert [part.split("\n")[1] for part in found["text"].split("\n\n")] == ["a", "b"]


def test_an_item_is_as_old_as_its_first_message() -> None:
    assert read(message("a", "2026-09-08T07:30:00Z"), first={"occurred_at": "2026-09-09T08:00:00Z"})["occurred_at"] == "2026-09-08T07:30:00+00:00"
    assert read(message("a", "2026-09-08T07:30:00Z"), first={"occurred_at": "2026-09-07T08:00:00Z"})["occurred_at"] == "2026-09-07T08:00:00Z"
