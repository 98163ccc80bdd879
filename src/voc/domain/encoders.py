"""Encoders, the models that turn texts into vectors, by name: `minilm+e5` stands for the two models' vectors side by side."""

from dataclasses import dataclass, field
from pathlib import Path

JOIN = "+"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the settings want texts embedded. `model` as the operator wrote it; `url`, `key` and `price` (per million tokens) are those of an endpoint, where
    one is set up; `folder` is where unpacked weights are kept."""

    model: str
    url: str = ""
    key: str = field(default="", repr=False)
    price: float = 0.0
    device: str = "cpu"
    threads: int = 2
    folder: Path = Path(".voc/models")


def parts_of(model: str) -> tuple[str, ...]:
    """The single encoders whose vectors lie side by side in those of `model`, in their order."""
    return tuple(model.split(JOIN))
