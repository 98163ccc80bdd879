"""What stands before a number or a word and tells what it is."""

import re

from voc.engine.data import read_patterns

EDGE = r"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[A-Z])))"  # where a word begins, also within a field's name

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
_BESIDE = re.compile(
    r"(?:\b(?:than|or|and|not|vs\.?|versus|to|with|als|oder|und|statt|ou|et|o|y|e|en|of|que|di)|[,/;&+–-]) ?(?:the |article |part |item )?$", re.IGNORECASE
)
_LOOK_BACK, _SAME_LINE = 40, 120


def follows_a_things(text: str, start: int, end: int) -> bool:
    """Whether a number of the same form stands before in its line, and is a thing's: `article 100-200-3000 costs less than 100-200-3001`."""
    if not _BESIDE.search(text[max(0, start - 20) : start]):
        return False
    line = text.rfind("\n", max(0, start - _SAME_LINE), start) + 1 or max(0, start - _SAME_LINE)
    form = re.compile(r"(?<![\w-])" + re.sub(r"\d+", lambda m: rf"\d{{{len(m[0])}}}", re.escape(text[start:end])) + r"(?!\d)")
    before = [m.start() for m in form.finditer(text, line, start)]
    return any(names_a_thing(text, place) for place in dict.fromkeys((*before[:1], *before[-1:])))


def names_a_thing(text: str, start: int) -> bool:
    """Whether the words before tell that the number at `start` is an order's, a part's, a version's or the like."""
    before = text[max(0, start - _LOOK_BACK) : start].rpartition("\n")[2]
    numbered = _NUMBERED.search(before)
    return bool(_THING.search(before) or _HASHED.search(before) or (numbered and not _ITS_OWN.match(numbered[1])))
