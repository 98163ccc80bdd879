"""Where each setting's value came from: the database, the environment, `.env`, or the default."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dotenv import dotenv_values
from pydantic import SecretStr

from voc.domain.stored_settings import STORED, StoredSetting
from voc.settings import Settings

Origin = Literal["database", "environment", ".env", "default"]


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting as people read it: secrets are masked. `changed_at` and `changed_by` where it is stored; `can_store`: people may change it while voc runs."""

    name: str
    variable: str
    value: str
    origin: Origin
    meaning: str
    can_store: bool
    changed_at: datetime | None = None
    changed_by: str | None = None


def list_settings(settings: Settings, stored: Mapping[str, StoredSetting]) -> list[SettingLine]:
    """Every setting, in the order of `Settings`; `stored` comes before all else."""
    standing, from_file = settings.under(stored), dotenv_values(".env")
    lines = []
    for name, field in Settings.model_fields.items():
        variable, kept = f"VOC_{name.upper()}", stored.get(name) if name in STORED else None
        origin: Origin = "database" if kept else "environment" if variable in os.environ else ".env" if variable in from_file else "default"
        at, by = (kept.changed_at, kept.changed_by) if kept else (None, None)
        lines.append(SettingLine(name, variable, _shown(getattr(standing, name)), origin, field.description or "", name in STORED, at, by))
    return lines


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    text = str(value)
    scheme, found, rest = text.partition("://")
    # A URL's password is a secret too, wherever it stands.
    if found and "@" in rest.split("?")[0]:
        text = f"{scheme}://***@{rest.rsplit('@', 1)[1]}"
    return re.sub(r"([?&][^=&]*(?:pass|secret|token|key)[^=&]*=)[^&]*", r"\1***", text, flags=re.IGNORECASE)
