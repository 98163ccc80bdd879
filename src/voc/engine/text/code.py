"""Lines that a program wrote, or that were written for one: traces, logs, code, tables, versions, paths, rules."""

import re
from collections.abc import Iterator

from voc.engine.alignment import AlignedText, Edit
from voc.engine.data import read_patterns
from voc.engine.passages import read_lines
from voc.engine.text.threads import is_head

_TRACE = re.compile(rf"^(?:{read_patterns('trace_lines.txt')})")
_LOG = re.compile(rf"^(?:{read_patterns('log_lines.txt')})")
_CODE = re.compile(rf"^(?:{read_patterns('code_lines.txt')})")
_PYTHON_FRAME = re.compile(r"^\s*File \"[^\"]{1,300}\", line \d")
_TABLE = re.compile(r"^\s*\|.*\||^[\s|+:=-]{3,}$")
_PLACE = re.compile(r"^\s*(?:<?(?:https?|ftp|file|s3|s3a|hdfs|git|www)[:.]\S+|(?:[\w.~-]*/){2,}[\w.-]*|[A-Z]:\\\S+)\s*$")
_VERSION = re.compile(
    r"^\W{0,4}(?:[\w./()+-]{1,40} ){0,3}(?:(?:v|version|build|release)[ :=.]{0,3}v?\d{1,5}(?:\.\w{1,12}){0,5}|v?\d{1,5}(?:\.\w{1,12}){2,5})(?:[-+_]\S{1,40})?"
    r"(?: \(?[\w./:+-]{1,40}\)?){0,2}$",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<?\[\w+\]>?")  # what personal data leaves behind
_CALL = re.compile(r"^\s*\.?[\w.$]{1,200}\(.{0,1000}\)?[;,{]?\s*$")
_STATEMENT = re.compile(r"[(){}=<>\[\]].{0,1000}[;{}]\s*$|^[{}()\[\];,\s]+$")
_FRAME = re.compile(r"\(\w{1,100}\.(?:java|kt|scala|py|js|ts|go|rb|cs|cpp|php|swift):\d+\)")
_PLAIN_WORDS = re.compile(r"(?:(?<=\s)|^)[(\"']?[^\W\d_]+(?:['’-][^\W\d_]+)*[,.;:!?)\"']*(?=\s|$)")
_SYMBOL = re.compile(r"[^\w\s.,;:!?'\"’“”()\u0080-\U0010ffff-]|(?<=\w)[._:]+(?=\w)|\(\)")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2}")  # written without spaces: its words cannot be counted
_PROSE = 6  # plain words that make a line somebody's sentence
_FRAMED = 12  # plain words that outweigh a frame of a trace among them
_MARKED = 0.12  # share of symbols above which a line is no sentence


def drop_code(text: AlignedText) -> AlignedText:
    """The text without the lines of traces, logs, code and tables; each stretch of them leaves a blank line."""
    return text.edited(_code_lines(text.text))


def _code_lines(text: str) -> Iterator[Edit]:
    start = end = -1
    is_frame = False
    for line in read_lines(text):
        is_code = (is_code_line(line.text) and not is_head(line.text) and not line.text.lower().startswith("subject:")) or (
            is_frame and line.text.startswith("    ")
        )
        is_frame = bool(_PYTHON_FRAME.match(line.text))
        if is_code:
            start = line.start if start < 0 else start
            end = line.end
        elif line.text.strip() and start >= 0:
            yield start, end, ""
            start = -1
    if start >= 0:
        yield start, end, ""


def is_code_line(line: str) -> bool:
    """Whether a line is for or from a program. A sentence of plain words is somebody's, whatever stands in it."""
    stripped = _HIDDEN.sub("", line).strip()
    if not stripped or stripped.startswith(">"):
        return False
    if _TRACE.match(line) or _LOG.match(line) or _TABLE.match(line) or _PLACE.match(line):
        return True
    if len(stripped) > 2_000:
        return " " not in stripped[:500]
    if _UNSPACED.search(stripped):
        return False
    plain = len(_PLAIN_WORDS.findall(stripped))
    if plain < _FRAMED and _FRAME.search(stripped):
        return True
    if plain >= _PROSE:
        return False
    if _CODE.match(line):
        return True
    if plain < 4 and ((_CALL.match(stripped) and plain < 3) or _STATEMENT.search(stripped)):
        return True
    if _VERSION.match(stripped) and plain <= 2:
        return True
    symbols = sum(len(found) for found in _SYMBOL.findall(stripped))
    return plain < 3 and symbols >= (3 if plain == 0 else 4) and symbols > (_MARKED if plain == 0 else _MARKED + 0.03) * len(stripped)
