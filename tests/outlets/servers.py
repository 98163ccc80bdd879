"""Real servers on this machine: one that takes mail, one that takes what is posted to a webhook."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Inbox:
    """Takes mail; refuses the first `refuse` of them with `answer`."""

    mails: list[tuple[str, list[str], EmailMessage]] = field(default_factory=list)
    refuse: int = 0
    answer: str = "451 try again later"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            self.refuse -= 1
            return self.answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 taken"


@contextmanager
def mail_server(inbox: Inbox, **more: Any) -> Iterator[str]:
    """The server's address, `smtp://127.0.0.1:PORT`."""
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **more)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Channel:
    """Takes posts; answers the first of them with `answers`, then with 200."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@contextmanager
def webhook_server(channel: Channel) -> Iterator[str]:
    """The webhook's address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = channel.answers.pop(0) if channel.answers else 200
            if status == 200:
                channel.posts.append(json.loads(body))
            said = b"ok" if status == 200 else b"no_service"
            self.send_response(status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/services/T0/B0/secret"
    finally:
        server.shutdown()
        server.server_close()
