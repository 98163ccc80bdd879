"""A frozen report goes out by mail and to Slack: to each recipient once, tried again where the other side does not take it."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from sqlalchemy import Engine

from tests.api.company import import_company, publish
from tests.outlets.servers import Channel, Inbox, mail_server, webhook_server
from tests.usecases.reporting import AFTER, approve, begin, freeze, freeze_october, import_shared_ask
from tests.usecases.tools import tools_with
from voc.db.changes import list_changes
from voc.db.deliveries import DeliveryState, list_deliveries
from voc.db.jobs import list_ringable
from voc.db.session import reading, transaction
from voc.domain.deliveries import SLACK_RECIPIENT, Outlets
from voc.errors import ConflictError
from voc.usecases.reports.read_report_file import read_report_file
from voc.usecases.reports.send_report import send_again, send_report
from voc.usecases.work_job import work_job

BASE = "https://voc.example"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def channel() -> Channel:
    return Channel()


@pytest.fixture
def outlets(inbox: Inbox, channel: Channel) -> Iterator[Outlets]:
    with mail_server(inbox) as smtp_url, webhook_server(channel) as webhook_url:
        yield Outlets(smtp_url, "voc <voc@example.com>", ["lead@example.com", "chief@example.com", "lead@example.com"], [], webhook_url, BASE)


@pytest.fixture(autouse=True)
def company(engine: Engine) -> Engine:
    import_company(engine)
    import_shared_ask(engine)
    publish(engine)
    return engine


def work_all(engine: Engine, outlets: Outlets, rounds: int = 4) -> None:
    for _ in range(rounds):
        with reading(engine) as session:
            waiting = list_ringable(session, AFTER)
        for job_id in waiting:
            work_job(engine, job_id, tools_with(outlets))


def states(engine: Engine, report_id: str) -> dict[str, DeliveryState]:
    with reading(engine) as session:
        return {state.delivery.recipient: state for state in list_deliveries(session, report_id)}


def test_each_recipient_gets_it_once(engine: Engine, outlets: Outlets, inbox: Inbox, channel: Channel) -> None:
    report = freeze_october(engine, outlets)
    work_all(engine, outlets)
    freeze(engine, report.id, outlets=outlets)  # again
    with transaction(engine) as session:
        assert send_again(session, report.id, outlets, AFTER) == []
    work_all(engine, outlets)
    assert sorted(to for _, (to,), _ in inbox.mails) == ["chief@example.com", "lead@example.com"]
    assert len(channel.posts) == 1
    found = states(engine, report.id)
    assert set(found) == {"chief@example.com", "lead@example.com", SLACK_RECIPIENT}
    assert all(state.delivery.sent_at is not None for state in found.values())


def test_the_mail_has_the_figures_as_html_and_the_frozen_pdf(engine: Engine, outlets: Outlets, inbox: Inbox) -> None:
    report = freeze_october(engine, outlets)
    work_all(engine, outlets)
    message = inbox.mails[0][2]
    html = message.get_body(("html",))
    assert message["subject"] == "Voice of customer, October 2026"
    assert html is not None and "export trouble" in html.get_content()
    assert f'href="{BASE}/reports/2026-10?version=1"' in html.get_content()
    (attached,) = message.iter_attachments()
    form = "pdf" if find_spec("weasyprint") else "html"
    assert attached.get_filename() == f"voice-of-customer-2026-10.{form}"
    content = attached.get_content()
    assert (content if isinstance(content, bytes) else content.encode()) == read_report_file(engine, report.id, form, AFTER, "USD")[1] or form == "html"


def test_what_is_not_taken_is_tried_again(engine: Engine, outlets: Outlets, inbox: Inbox, channel: Channel) -> None:
    inbox.refuse, channel.answers = 2, [503]
    report = freeze_october(engine, outlets)
    work_all(engine, outlets, rounds=1)
    assert inbox.mails == [] and channel.posts == []
    assert "451 try again later" in str(states(engine, report.id)["lead@example.com"].error)
    work_all(engine, outlets)
    assert (len(inbox.mails), len(channel.posts)) == (2, 1)


def test_what_failed_for_good_is_shown_and_sent_when_somebody_asks_again(engine: Engine, outlets: Outlets, channel: Channel) -> None:
    channel.answers = [404]
    report = freeze_october(engine, outlets)
    work_all(engine, outlets)
    failed = states(engine, report.id)[SLACK_RECIPIENT]
    assert (failed.job_state, failed.attempts, failed.delivery.sent_at) == ("failed", 1, None)
    assert failed.error is not None and "VOC_SLACK_WEBHOOK_URL" in failed.error
    with transaction(engine) as session:
        assert len(send_again(session, report.id, outlets, AFTER)) == 1
        assert list_changes(session, 1)[0][1].after["sent_again"] == 1
    work_all(engine, outlets)
    assert len(channel.posts) == 1
    assert states(engine, report.id)[SLACK_RECIPIENT].delivery.sent_at is not None


def test_a_draft_is_told_of_and_not_sent(engine: Engine, outlets: Outlets, inbox: Inbox, channel: Channel) -> None:
    draft = begin(engine)
    with transaction(engine) as session:
        with pytest.raises(ConflictError):
            send_again(session, draft.id, outlets, AFTER)
        send_report(session, draft, "notice", outlets, AFTER)
    work_all(engine, outlets)
    assert {str(message["subject"]) for _, _, message in inbox.mails} == {"To approve: Voice of customer, October 2026"}
    assert list(inbox.mails[0][2].iter_attachments()) == []
    (posted,) = channel.posts
    assert posted["blocks"][0]["text"]["text"] == "To approve: Voice of customer, October 2026"


def test_word_of_a_draft_that_was_approved_meanwhile_is_dropped(engine: Engine, outlets: Outlets, inbox: Inbox, channel: Channel) -> None:
    draft = begin(engine)
    with transaction(engine) as session:
        send_report(session, draft, "notice", outlets, AFTER)
    approve(engine, draft.id)
    work_all(engine, outlets)
    assert inbox.mails == [] and channel.posts == []


def test_without_outlets_nothing_is_sent(engine: Engine) -> None:
    assert states(engine, freeze_october(engine).id) == {}
