"""What somebody said of files that they dropped, before they are imported: kept beside the files, and gone with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from voc.sources.layout import Layout, read_order
from voc.sources.mapping.profile import Profile
from voc.sources.settling.dates import Order
from voc.usecases.feedback.recognise_files import Delivery

_FILE = ".choices.json"  # no file to import begins with a dot


@dataclass(frozen=True, slots=True)
class Choice:
    """Of one delivery. `kind`: what it holds, where a person said so; `is_looked_at`: its columns are as a person wants them; `profile`: how rows without an id
    are read."""

    kind: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    each: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    yes: bool = False
    is_looked_at: bool = False
    profile: Profile | None = None

    def apply(self, found: Delivery) -> Delivery:
        """The delivery as the person wants it. What was found stands where nobody said otherwise."""
        is_same = self.kind in (None, found.kind)
        base = found if is_same else Delivery(str(self.kind), found.path, Layout(), found.title, found.names, found.is_transcript, found.is_guess)
        mapping = self.mapping if self.is_looked_at else {**base.layout.mapping, **self.mapping}
        constants = self.constants if self.is_looked_at else {**base.layout.constants, **self.constants}
        layout = replace(base.layout, mapping=mapping, constants=constants, dates=self.dates or base.layout.dates, each={**base.layout.each, **self.each})
        layout = replace(layout, profile=self.profile or layout.profile)
        return replace(base, layout=layout, yes=self.yes, is_guess=base.is_guess and not self.is_looked_at)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "kind": self.kind, "mapping": dict(self.mapping), "constants": dict(self.constants), "dates": self.dates,
            "each": {name: dict(said) for name, said in self.each.items()}, "yes": self.yes, "is_looked_at": self.is_looked_at,
            "profile": self.profile.model_dump(mode="json", by_alias=True, exclude_defaults=True) if self.profile else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        profile = Profile.model_validate(kept["profile"]) if kept["profile"] else None
        return cls(**{**kept, "dates": read_order(kept["dates"]), "profile": profile})


def read_choices(folder: Path) -> dict[str, Choice]:
    """By the deliveries' main files, as paths inside the folder."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: Choice.from_json(said) for name, said in kept.items()}


def save_choices(folder: Path, choices: Mapping[str, Choice]) -> None:
    """Keep these, and those of other deliveries."""
    kept = {name: choice.to_json() for name, choice in {**read_choices(folder), **choices}.items()}
    new = folder / f"{_FILE}.new"
    new.write_text(json.dumps(kept), encoding="utf-8")
    new.replace(folder / _FILE)
