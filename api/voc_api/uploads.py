"""Uploads: a multipart form whose files go to the disk as they come, up to a limit, into a folder of their own and under the names that people gave them."""

import hashlib
import hmac
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
from voc.sources.opening.folders import list_files
from voc.sources.opening.names import distinct_name, safe_name
from voc.usecases.feedback.uploaded import UPLOADS, drop_folder, is_folder_name, list_uploaded
from voc_api.deps import Known, Services, Serving
from voc_api.errors import MediaTypeError, TooLargeError

FIELD_LIMIT = 2**16
FIELDS_LIMIT = 1_000
MOST_FILES = 50  # of one form
UNPACKED = 10  # times an upload's limit that packed files may hold


@dataclass(slots=True)
class Upload:
    """A form that was read: its fields, and its files on the disk, those in archives unpacked. `kept`: they outlive the request."""

    folder: Path
    fields: list[tuple[str, str]] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    sha256: str = ""
    kept: bool = False


class _Form:
    """Takes the parser's events; what belongs into files waits in `pending`, in order, for whoever writes it."""

    def __init__(self, folder: Path, token: str | None) -> None:
        self.upload = Upload(folder)
        self._token = token
        self.pending: list[tuple[Path, bytearray]] = []
        self._header = self._value = self._disposition = b""
        self._name = ""
        self._in_file = self._is_named = False
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
        if self._name != "file":
            raise InputError("send files in the field 'file'")
        self.check_token()
        if len(self.upload.paths) >= MOST_FILES:
            raise InputError(f"send at most {MOST_FILES} files at once; an archive of more is one")
        given = options[b"filename"].decode("utf-8", "replace")
        path = self.upload.folder / distinct_name(safe_name(given), [path.name for path in self.upload.paths])
        self._is_named = bool(given)
        self.pending.append((path, bytearray()))
        if self._is_named:
            self.upload.paths.append(path)

    def check_token(self) -> None:
        """Raises ForbiddenError where the form had to bring the session's token and has not: called before the file is opened, and at the end."""
        given = next((value for name, value in self.upload.fields if name == "csrf"), "")
        if self._token is not None and not hmac.compare_digest(self._token.encode(), given.encode("utf-8", "replace")):
            raise ForbiddenError("the form lacks the session's token, which must come before its file: open the page again and send it from there")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file and not self._is_named:  # what a browser sends where no file was chosen has neither a name nor bytes
            path, self._is_named = self.pending[-1][0], True
            self.upload.paths.append(path)
        part = self.pending[-1][1] if self._in_file else self._text
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
    too_large = TooLargeError(f"the files are larger than {limit // 2**20} MiB in all (VOC_MAX_UPLOAD_MB): import them with `voc import`")
    with suppress(ValueError):
        if int(request.headers.get("content-length", "0")) > limit + FIELD_LIMIT * 16:
            raise too_large
    writer = _Writer(limit, too_large)
    try:
        parser = MultipartParser(options[b"boundary"], form.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            parser.write(chunk)
            if form.pending:
                await run_in_threadpool(writer.write, form.pending)
        parser.finalize()
    except FormParserError as error:
        raise InputError(f"the form cannot be read: {error}") from None
    finally:
        await run_in_threadpool(writer.close)
    form.check_token()
    if not form.is_whole:
        raise InputError("the form breaks off before its end: send it again")
    if empty := [path.name for path in form.upload.paths if path not in writer.written]:
        raise InputError(f"the file {empty[0]} is empty")
    form.upload.sha256 = writer.digest.hexdigest()


class _Writer:
    """Writes the files of a form one after the other, up to so many bytes in all."""

    def __init__(self, limit: int, too_large: TooLargeError) -> None:
        self._left, self._too_large = limit, too_large
        self._out: BinaryIO | None = None
        self.written: list[Path] = []
        self.digest = hashlib.sha256()

    def write(self, pending: list[tuple[Path, bytearray]]) -> None:
        """Write what waits. The last file may go on: it stays, without its bytes."""
        for path, data in pending:
            self._left -= len(data)
            if self._left < 0:
                raise self._too_large
            if not data:
                continue
            if path not in self.written:
                self.close()
                path.parent.mkdir(exist_ok=True, mode=0o700)
                self._out = path.open("xb")
                self.written.append(path)
                self.digest.update(f"{path.name}\0".encode())
            self.digest.update(data)
            if self._out:
                self._out.write(data)
        pending[:] = [(pending[-1][0], bytearray())]

    def close(self) -> None:
        """The file that is written is whole."""
        if self._out:
            self._out.close()
            self._out = None


def find_upload(services: Services, name: str) -> Path:
    """The folder of what was uploaded under this name and is still to be imported. Raises NotFoundError where there is nothing of it."""
    folder = _folder(services) / name
    if not is_folder_name(name) or not list_uploaded(folder):
        raise NotFoundError("these files are not here any more: they were imported, or are older than a week; send them again")
    return folder


def _folder(services: Services) -> Path:
    return services.settings.data_dir.absolute() / UPLOADS


def unpacked_limit(services: Services) -> int:
    """How many bytes packed files may hold."""
    return UNPACKED * services.settings.max_upload_mb * 2**20


def _unpack(upload: Upload, limit: int) -> None:
    """Archives of several files become these. Raises InputError where there is too much in them, or nothing that is read."""
    found: list[Path] = []
    for path in upload.paths:
        files = list_files([path], upload.folder, limit)
        if files != [path]:
            limit = max(1, limit - sum(file.stat().st_size for file in files))
            path.unlink()
        found += files
    upload.paths = list_files(found, upload.folder, limit) if found else []


async def receive_upload(request: Request, services: Serving, caller: Known) -> AsyncIterator[Upload]:
    """The form of who may send one. Unless the request ends well and keeps the files, they are deleted."""
    uploads = _folder(services)
    uploads.mkdir(parents=True, exist_ok=True, mode=0o700)
    form = _Form(uploads / secrets.token_hex(16), caller.csrf if caller and caller.is_unproven else None)
    done = False
    try:
        await _read(request, form, services.settings.max_upload_mb * 2**20)
        await run_in_threadpool(_unpack, form.upload, unpacked_limit(services))
        yield form.upload
        done = True
    finally:
        if not (done and form.upload.kept):
            drop_folder(form.upload.folder)


Uploaded = Annotated[Upload, Depends(receive_upload, scope="function")]
