"""Uploads: a multipart form whose file goes to the disk as it comes, up to a limit."""

import hashlib
import hmac
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, BinaryIO

from fastapi import Depends, Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from voc.errors import ForbiddenError, InputError, NotFoundError
from voc_api.deps import Known, Services, Serving
from voc_api.errors import MediaTypeError, TooLargeError

FIELD_LIMIT = 2**16
FIELDS_LIMIT = 1_000
_NAME = re.compile(r"[0-9a-f]{32}((\.(csv|tsv|jsonl|ndjson|json))?(\.gz)?|\.parquet)")
_ENDING = re.compile(r"((\.(csv|tsv|jsonl|ndjson|json))?(\.gz)?|\.parquet)$", re.IGNORECASE)


@dataclass(slots=True)
class Upload:
    """A form that was read: its fields, and its file on the disk under a name that nobody chose. `kept`: the file outlives the request."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    path: Path | None = None
    sha256: str = ""
    kept: bool = False


class _Form:
    """Takes the parser's events; what belongs into the file waits in `pending` for whoever writes it."""

    def __init__(self, folder: Path, token: str | None) -> None:
        self.upload = Upload()
        self._token = token
        self.pending = bytearray()
        self._folder = folder
        self._header = self._value = self._disposition = b""
        self._name = ""
        self._in_file = False
        self._text = bytearray()
        self.is_whole = False

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin, "on_header_field": self._on_header, "on_header_value": self._on_value, "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers, "on_part_data": self._on_data, "on_part_end": self._end, "on_end": self._finish,
        }  # fmt: skip

    def _finish(self) -> None:
        self.is_whole = True

    def _begin(self) -> None:
        self._disposition, self._in_file, self._text = b"", False, bytearray()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise InputError("a part of the form has no name")
        self._name = options[b"name"].decode("utf-8", "replace")
        self._in_file = b"filename" in options
        if not self._in_file:
            return
        if self._name != "file" or self.upload.path:
            raise InputError("send one file, in the field 'file'")
        self.check_token()
        ending = _ENDING.search(options[b"filename"].decode("utf-8", "replace"))
        self.upload.path = self._folder / f"{secrets.token_hex(16)}{ending[0].lower() if ending else ''}"

    def check_token(self) -> None:
        """Raises ForbiddenError where the form had to bring the session's token and has not: called before the file is opened, and at the end."""
        given = next((value for name, value in self.upload.fields if name == "csrf"), "")
        if self._token is not None and not hmac.compare_digest(self._token.encode(), given.encode("utf-8", "replace")):
            raise ForbiddenError("the form lacks the session's token, which must come before its file: open the page again and send it from there")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        part = self.pending if self._in_file else self._text
        part += data[start:end]
        if len(self._text) > FIELD_LIMIT:
            raise TooLargeError(f"the form's field {self._name!r} is longer than {FIELD_LIMIT:,} bytes")

    def _end(self) -> None:
        if not self._in_file:
            self.upload.fields.append((self._name, self._text.decode("utf-8", "replace")))
        if len(self.upload.fields) > FIELDS_LIMIT:
            raise InputError(f"the form has more than {FIELDS_LIMIT:,} fields")


async def _read(request: Request, form: _Form, limit: int) -> None:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise MediaTypeError("send a form as multipart/form-data, with the file in the field 'file'")
    too_large = TooLargeError(f"the file is larger than {limit // 2**20} MiB (VOC_MAX_UPLOAD_MB): import it with `voc import`")
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > limit + FIELD_LIMIT * 16:
            raise too_large
    digest, size = hashlib.sha256(), 0
    out: BinaryIO | None = None
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            parser.write(chunk)
            if form.upload.path and out is None:
                out = await run_in_threadpool(form.upload.path.open, "xb")
            if out and form.pending:
                size += len(form.pending)
                if size > limit:
                    raise too_large
                digest.update(form.pending)
                await run_in_threadpool(out.write, bytes(form.pending))
                form.pending.clear()
        parser.finalize()
    except FormParserError as error:
        raise InputError(f"the form cannot be read: {error}") from None
    finally:
        if out:
            await run_in_threadpool(out.close)
    form.check_token()
    if not form.is_whole:
        raise InputError("the form breaks off before its end: send it again")
    if form.upload.path and not size:
        raise InputError("the file is empty")
    form.upload.sha256 = digest.hexdigest()


def find_upload(services: Services, name: str) -> Path:
    """The file that was uploaded under this name. Raises NotFoundError."""
    path = _folder(services) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError("this file is not here any more: it was imported, or is older than a week; send it again")
    return path


def _folder(services: Services) -> Path:
    return services.settings.data_dir.absolute() / "uploads"


async def receive_upload(request: Request, services: Serving, caller: Known) -> AsyncIterator[Upload]:
    """The form of who may send one. Unless the request ends well and keeps the file, it is deleted."""
    folder = _folder(services)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    form = _Form(folder, caller.csrf if caller and caller.is_unproven else None)
    done = False
    try:
        await _read(request, form, services.settings.max_upload_mb * 2**20)
        yield form.upload
        done = True
    finally:
        if form.upload.path and not (done and form.upload.kept):
            form.upload.path.unlink(missing_ok=True)


Uploaded = Annotated[Upload, Depends(receive_upload, scope="function")]
