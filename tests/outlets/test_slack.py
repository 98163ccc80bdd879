import pytest

from tests.outlets.servers import Channel, webhook_server
from voc.errors import InputError, UnavailableError
from voc.outlets.slack import post_to_slack

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}]


def test_blocks_are_posted() -> None:
    channel = Channel()
    with webhook_server(channel) as url:
        post_to_slack(url, "A report", BLOCKS)
    assert channel.posts == [{"text": "A report", "blocks": BLOCKS}]


@pytest.mark.parametrize(("status", "kind"), [(429, UnavailableError), (503, UnavailableError), (404, InputError), (302, InputError)])
def test_what_may_pass_later_is_told_from_what_never_will(status: int, kind: type[Exception]) -> None:
    with webhook_server(Channel(answers=[status])) as url, pytest.raises(kind, match=f"{status} no_service") as raised:
        post_to_slack(url, "A report", BLOCKS)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/services/secret", "not an address"])
def test_where_nobody_answers_the_address_is_not_told(url: str) -> None:
    with pytest.raises(UnavailableError, match="could not be reached") as raised:
        post_to_slack(url, "A report", BLOCKS)
    assert "secret" not in str(raised.value)
