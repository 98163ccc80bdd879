"""A company's own rules: `case_id=\\bCUST-\\d{6}\\b` hides what matches as [case_id]. One a line, or set apart by semicolons."""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from voc.engine.alignment import Edit
from voc.engine.privacy.pattern_samples import list_repeated
from voc.errors import InputError

_NAME = r"[a-z][a-z0-9_]{0,29}"
_SEPARATOR = re.compile(rf"(?:\s*\n\s*|\s*;\s*(?={_NAME}\s*=)|\s*;\s*$)")
_RULE = re.compile(rf"({_NAME})\s*=\s*(.+)", re.DOTALL)
_PLAIN_START = re.compile(r"^(?:\\b|\^|\(\?:|\()*([A-Za-z0-9_#/-]{1,20})")
_LONGEST_PROBE = 4_000  # characters
_TOO_LONG = 0.05  # seconds for so short a text


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What matches is hidden as `[name]`."""

    name: str
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[Edit]:
        """What matches; nothing is matched by less than a character."""
        yield from ((*m.span(), f"[{self.name}]") for m in self.pattern.finditer(text) if m[0])


@cache
def parse_own_rules(text: str) -> tuple[OwnRule, ...]:
    """The rules, in their order. Raises InputError for one without a name, one that is no pattern, one that matches nothing at all or takes too long."""
    rules: list[OwnRule] = []
    for line in filter(None, _SEPARATOR.split(text.strip())):
        said = _RULE.fullmatch(line.strip())
        if said is None:
            raise InputError(f"'{line[:60]}' has no name: write each rule as name=pattern, such as case_id=\\bCUST-\\d{{6}}\\b")
        name, source = said.groups()
        try:
            pattern = re.compile(source)
        except (re.error, OverflowError, RecursionError) as error:
            raise InputError(f"{name}: '{source[:60]}' is no regular expression: {error}") from None
        if pattern.search(""):
            raise InputError(f"{name}: '{source[:60]}' matches where there is nothing")
        if any(rule.name == name for rule in rules):
            raise InputError(f"{name}: is there twice; join patterns by |")
        if _is_slow(pattern):
            raise InputError(f"{name}: '{source[:60]}' takes too long on some texts; a repeat inside a repeat, such as (a+)+, does that")
        rules.append(OwnRule(name, pattern))
    return tuple(rules)


def digest_rules(rules: Iterable[OwnRule], more: str = "") -> str:
    """Eight hexadecimal digits that change with the rules."""
    said = "\n".join(f"{rule.name}={rule.pattern.pattern}" for rule in rules)
    return hashlib.sha256(f"{said}\n{more}".encode()).hexdigest()[:8]


def _is_slow(pattern: re.Pattern[str]) -> bool:
    """Whether the time goes up steeply on runs of what the pattern may repeat. Texts grow until one takes too long, so that trying is quick itself."""
    start = found[1] if (found := _PLAIN_START.match(pattern.pattern)) else ""
    letters = sorted({c for c in pattern.pattern if c.isalnum()} | set("a1A -_."))[:40]
    return any(_slows_down(pattern, lead, unit) for lead in {"", start} for unit in [*letters, *list_repeated(pattern.pattern)])


def _slows_down(pattern: re.Pattern[str], lead: str, unit: str) -> bool:
    length = 12.0
    while length * len(unit) < _LONGEST_PROBE:
        text = lead + unit * int(length) + "\x00"
        began = time.perf_counter()
        pattern.search(text)
        if time.perf_counter() - began > _TOO_LONG:
            return True
        length += max(2, length / 8) if length < 40 else length
    return False
