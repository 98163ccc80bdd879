"""What was sent to what was written: transcripts levelled, marks read, and gone what a recorder or a program added."""

import re

from voc.engine.alignment import AlignedText
from voc.engine.data import read_patterns
from voc.engine.text.code import drop_code
from voc.engine.text.marks import read_marks
from voc.engine.text.spoken_json import level_spoken_json
from voc.engine.turns import level_transcript

_FURNITURE = re.compile(rf"^[ \t]*(?:{read_patterns('furniture.txt')})[ \t.]*$", re.IGNORECASE | re.MULTILINE)


def level_text(text: AlignedText) -> AlignedText:
    """The readable text as its writer or speakers meant it, each stretch still known by its place in the raw text."""
    return drop_code(read_marks(level_transcript(level_spoken_json(text)).sub(_FURNITURE, ""))).strip()
