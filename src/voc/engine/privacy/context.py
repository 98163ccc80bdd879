"""What stands before a number or a word and tells what it is."""

import re

from voc.engine.data import read_patterns

# A number after one of these is the number of a thing.
_THING = re.compile(
    rf"\b(?:{read_patterns('numbered_things.txt')})(?: ?(?:numbers?|nummer|nr|no|num|nº|n°|id|note|code|key))?"
    r"[\"')]?\s?(?:is|was|are|=|:|#|\.|-|ist|est|es)?[\s#:.]{0,3}[A-Z]{0,4}[-#]?$",
    re.IGNORECASE,
)
# Any other thing's number: "inventory number 0012", "Seriennummer 77".
_NUMBERED = re.compile(r"\b([^\W\d_]+)(?: (?:numbers?|no|nr|num|code|id)\b\.?| ?nummer| ?nr\b\.?)\s?[:=#.]?\s{0,2}$", re.IGNORECASE)
_ITS_OWN = re.compile(
    r"(?:phone|mobile|mobil|cell|tele(?:phone|fon)|tel|contact|fax|office|home|work|direct|my|our|the|your|this|that|his|her|their|a|an|new|old|same|whatsapp|support|call|hotline|handy"
    r"|ruf|festnetz|card|credit|debit|visa|security|social|account|routing|emergency|wrong|right|uk|us|german|local|landline|personal|private)$",
    re.IGNORECASE,
)
_HASHED = re.compile(r"#\s?$")
_LOOK_BACK = 40


def names_a_thing(text: str, start: int) -> bool:
    """Whether the words before tell that the number at `start` is an order's, a part's, a version's or the like."""
    before = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
    numbered = _NUMBERED.search(before)
    return bool(_THING.search(before) or _HASHED.search(before) or (numbered and not _ITS_OWN.match(numbered[1])))
