"""The OpenAPI document: FastAPI's, with problem documents for every error."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from voc_api.errors import MEDIA_TYPE
from voc_api.schemas import Problem

_ERRORS = {
    "401": "No key, or one that opens nothing.",
    "403": "The role may not do this.",
    "404": "Nothing has this id.",
    "422": "Parameters or a body that cannot be used.",
}
_OPEN = ("/healthz", "/readyz", "/metrics")


def install_openapi(app: FastAPI) -> None:
    """Have the application describe itself."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = document["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"), Problem=problem)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe_errors(operation["responses"], is_open=path in _OPEN, has_id="{" in path)
            if method == "post":
                operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
                operation["responses"]["409"] = _problem("The Idempotency-Key was used for another request.")
            elif method == "patch":
                operation["responses"]["412"] = _problem("It has changed since the client read it (If-Match).")
            elif method == "get" and not path.startswith(_OPEN):
                operation["responses"]["304"] = {"description": "The client has it already (If-None-Match)."}
    return document


_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 255},
    "description": "The same key with the same body is answered the same and done once.",
}  # fmt: skip


def _describe_errors(responses: dict[str, Any], *, is_open: bool, has_id: bool) -> None:
    responses.pop("422", None)
    if not is_open:
        responses.update({status: _problem(text) for status, text in _ERRORS.items() if status != "404" or has_id})
    responses["default"] = _problem("Any other error.")


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
