"""Slack, by an incoming webhook."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from voc.errors import InputError, UnavailableError

TIMEOUT_SECONDS = 15
TOO_MANY = 429


def post_to_slack(webhook_url: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
    """Post the blocks; `text` is what a notification shows. The address is a secret: no message names it.

    Raises InputError where Slack refuses for good, UnavailableError where it does not take it now.
    """
    try:
        answer = httpx.post(webhook_url, json={"text": text, "blocks": list(blocks)}, timeout=TIMEOUT_SECONDS, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnavailableError(f"Slack could not be reached: {type(error).__name__}") from None
    if answer.is_success:
        return
    said = f"{answer.status_code} {answer.text[:100].strip()}".splitlines()[0].strip()
    if answer.status_code == TOO_MANY or answer.is_server_error:
        raise UnavailableError(f"Slack does not take it now: {said}")
    raise InputError(f"Slack refuses it: {said}; check VOC_SLACK_WEBHOOK_URL")
