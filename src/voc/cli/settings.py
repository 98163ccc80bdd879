"""`voc settings`: every setting, its value, where it came from and what it means."""

import os
import re

import typer
from dotenv import dotenv_values
from pydantic import SecretStr
from rich.table import Table

from voc.cli.context import stdout
from voc.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="Every setting with its meaning and where its value came from; secrets masked.")(settings)


def settings() -> None:
    current, from_file = get_settings(), dotenv_values(".env")
    table = Table("setting", "value", "from", "meaning")
    for name, field in Settings.model_fields.items():
        variable = f"VOC_{name.upper()}"
        origin = "environment" if variable in os.environ else ".env" if variable in from_file else "default"
        table.add_row(variable, _shown(getattr(current, name)), origin, field.description)
    stdout.print(table)


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    text = str(value)
    scheme, found, rest = text.partition("://")
    # A URL's password is a secret too, wherever it stands.
    if found and "@" in rest.split("?")[0]:
        text = f"{scheme}://***@{rest.rsplit('@', 1)[1]}"
    return re.sub(r"([?&][^=&]*(?:pass|secret|token|key)[^=&]*=)[^&]*", r"\1***", text, flags=re.IGNORECASE)
