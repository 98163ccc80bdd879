"""Our own side, known by what it says where nobody tells who wrote."""

import re
from collections.abc import Sequence

from voc.engine.data import read_patterns

_OURS = re.compile(rf"(?:^|(?<=[\s,.!]))(?:{read_patterns('own_side.txt')})", re.IGNORECASE)
_OPENS = re.compile(
    rf"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|day))\b[^\n,!.]{{0,40}}[,!.]?\s*)?(?:{read_patterns('own_openings.txt')})", re.IGNORECASE
)
_SIGNS = re.compile(rf"^\W*(?:{read_patterns('own_signatures.txt')})\W*$", re.IGNORECASE)
_LAST_LINES = 5
_ENOUGH = 0.5  # share of a message's sentences that speak for a vendor


def is_own_side(sentence: str) -> bool:
    """Whether only a vendor says this to its customer: it asks what was tried or for a screenshot, has passed something on, says thank you for contacting."""
    return bool(_OURS.search(sentence[:300]))


def is_vendor_name(name: str) -> bool:
    """Whether a sender's name is a vendor's desk: "Acme Support", "Customer Success Team"."""
    return bool(_SIGNS.match(name))


def is_own_message(sentences: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a message as a whole is a vendor's: it opens or is signed as one's, and speaks as one, or hardly says anything else."""
    if not sentences:
        return False
    ours = sum(is_own_side(sentence) for sentence in sentences)
    opens = bool(_OPENS.match(sentences[0])) or (len(sentences) > 1 and bool(_OPENS.match(sentences[1])))
    signs = any(_SIGNS.match(line) for line in [line for line in lines if line.strip()][-_LAST_LINES:][1:])
    return opens or (signs and ours > 0) or (ours >= 2 and ours >= _ENOUGH * len(sentences))
