"""Calls that were pasted as a service's JSON: who speaks and the words, without all else."""

import re
from collections.abc import Iterator

from voc.engine.alignment import AlignedText, Edit

_LOOKS_SO = re.compile(r"^\s*[\[{]")
_STRING = r'"((?:[^"\\]|\\.){0,20000})"'
_FIELD = re.compile(
    rf'"(?:(?P<who>speaker(?:_?id|_?name|_?label)?|participant|author|name)"\s*:\s*"?(?P<speaker>[^",\[\]{{}}]{{1,80}})"?|(?:text|sentence|content|words|transcript|message)"\s*:\s*{_STRING})',
    re.IGNORECASE,
)


def level_spoken_json(text: AlignedText) -> AlignedText:
    """The call as turns, a line each: `Name: words`. Texts that are no such JSON stay as they are."""
    if not _LOOKS_SO.match(text.text):
        return text
    fields = list(_FIELD.finditer(text.text))
    speakers = {field["speaker"] for field in fields if field["who"]}
    if len(speakers) < 2 or sum(field["who"] is None for field in fields) < 2:
        return text
    return text.edited(_turns(fields, len(text.text)))


def _turns(fields: list[re.Match[str]], length: int) -> Iterator[Edit]:
    """All but the words goes; a speaker's name stands before the first of them."""
    gone, speaker, is_new = 0, "", False
    for field in fields:
        if field["who"]:
            is_new = is_new or field["speaker"] != speaker
            speaker = field["speaker"].strip()
        elif field.end(3) > field.start(3):
            yield gone, field.start(3), f"\n{_label(speaker)}: " if is_new else " "
            gone, is_new = field.end(3), False
    if gone < length:
        yield gone, length, ""


def _label(speaker: str) -> str:
    return f"Speaker {speaker}" if speaker.isdigit() else speaker
