"""Bodies: read up to a limit, as JSON."""

import json
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, ValidationError

from voc.errors import InputError
from voc_api.deps import Known
from voc_api.errors import MediaTypeError, TooLargeError

JSON_LIMIT = 32 * 2**20

M = TypeVar("M", bound=BaseModel)


async def read_body(request: Request, _: Known) -> bytes:
    """The whole body of who may send one. Raises TooLargeError as soon as it is over the limit."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > JSON_LIMIT:
            raise TooLargeError(f"the body is larger than {JSON_LIMIT // 2**20} MiB: send fewer items at once, or a file to /api/v1/imports")
        parts.append(part)
    return b"".join(parts)


Body = Annotated[bytes, Depends(read_body)]


def parse_json(request: Request, body: bytes) -> Any:
    """The body's JSON value, None for an empty body. Raises MediaTypeError or InputError."""
    if not body.strip():
        return None
    media_type = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise MediaTypeError(f"the body is read as application/json, not as {media_type}: set Content-Type")
    try:
        return json.loads(body, parse_constant=_refuse)
    except RecursionError:
        raise InputError("the body is nested too deeply") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise InputError(f"the body is not JSON: {str(error).splitlines()[0]}") from None


def parse_body(request: Request, body: bytes, model: type[M]) -> M:
    """The body as the model; an empty one as an empty object. Raises RequestValidationError, MediaTypeError or InputError."""
    value = parse_json(request, body)
    try:
        return model.model_validate({} if value is None else value)
    except ValidationError as error:
        raise RequestValidationError([{**e, "loc": ("body", *e["loc"])} for e in error.errors()]) from None


class NoFields(BaseModel):
    """A body that says nothing: empty, or an empty object."""

    model_config = ConfigDict(extra="forbid")


def describe_body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """What the OpenAPI document says of a body that is read as the model."""
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": model.model_json_schema()}}}}


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON value")
