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


def test_who_else_takes_part_is_a_customer_where_it_is_told_who_asked() -> None:
    said: dict[str, Any] = {"customer": ["requester", "others"]}
    told = [message("a", by="7"), message("b", by="8"), message("c", by="9")]
    assert heads(read(*told, first={"others": "6; 9"}, **said)) == ["Customer (customer)", "Agent (agent)", "Customer (customer)"]
    assert set(heads(read(*told, first={"others": "9", "requester": ""}, **said))) == {"Somebody (unknown)"}


def test_the_remark_of_a_rating_is_the_customers_last_message() -> None:
    told = [message("a", "2026-09-08T07:30:00Z", by="7", role="user", name="Mona"), message("b", "2026-09-08T08:00:00Z", by="8", role="admin")]
    found = read(*told, first={"remark": "Nobody called"}, remark="remark")
    assert (heads(found)[-1], found["text"].endswith("Nobody called")) == ("Mona (customer)", True)
    assert read(first={"remark": "Too slow"}, remark="remark")["text"] == "Too slow"
    assert heads(read(*told, first={"remark": "5"}, remark="remark")) == heads(read(*told))


def test_who_began_is_not_the_author_where_it_was_one_of_our_own_and_a_customer_answered() -> None:
    said: dict[str, Any] = {"opening": {"text": "ask", "name": "who", "role": "side"}}
    first = {"ask": "How are the maps?", "who": "Otto", "side": "admin", "author_name": "Otto", "author_email": "otto@voltaic.example"}
    found = read(message("They freeze", by="7", role="user", name="Mona"), first=first, **said)
    assert (found["author_name"], found["author_email"]) == ("Mona", None)
    assert read(first=first, **said)["author_name"] == "Otto"


def test_people_of_our_company_are_ours_and_those_of_others_are_customers() -> None:
    people = {"where": "users", "id": "id", "role": "guest", "team": "team"}
    with Shelf() as shelf:
        for one in ({"id": "7", "team": "B"}, {"id": "8", "team": "A"}, {"id": "9", "team": "A"}, {"id": "6", "team": "B", "guest": "user"}):
            shelf.put(one["id"], one)
        assert heads(read(message("a", by="7"), message("b", by="8"), message("c", by="6"), shelf=shelf, people=people, role=None)) == [
            "Customer (customer)",
            "Agent (agent)",
            "Customer (customer)",
        ]


def test_what_our_own_people_write_alone_is_an_account_where_a_person_says_so() -> None:
    record = Record.of(1, "", {"messages": [message("Reed asks again for reports", by="8", role="admin")]})
    found = [ConversationReader(Conversation(**SAID), WORDS, None, set(), is_account=told).read(record, {}) for told in (False, True)]
    assert [(one["author_role"], one["text"].partition("\n")[0]) for one in found] == [("agent", "Agent (agent):"), ("agent", "Reed asks again for reports")]
