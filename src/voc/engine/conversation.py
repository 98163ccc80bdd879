"""Who speaks in a text, and which lines are nobody's point: greetings, signatures, quoted replies, agents' turns.

Works on readable text (`voc.engine.clean`), its transcripts levelled (`voc.engine.turns`), and hands on `Passage`s: stretches of one customer's own words, with
offsets into that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.engine.letters import find_letter_passages, find_own_words, split_headers
from voc.engine.passages import Line, Passage, Speakers, find_paragraphs, read_lines
from voc.engine.turns import find_customer_turns, is_transcript

CONVERSATIONS = ("call_note", "sales_note", "chat")
SURVEYS = ("nps", "csat", "review")  # an answer, not a letter


@dataclass(frozen=True, slots=True)
class Reading:
    """The customer's own passages of one item, in their order, and the subject that a letter names."""

    passages: Sequence[Passage]
    subject: Line | None = None


def find_passages(text: str, kind: str, speakers: Speakers) -> Reading:
    """One item's text, read as its kind is."""
    lines = list(read_lines(text))
    if kind in SURVEYS:
        return Reading(list(find_paragraphs(find_own_words(lines))))
    if is_transcript(lines, expected=kind in CONVERSATIONS):
        return Reading(list(find_customer_turns(lines, speakers)))
    subject, letter = split_headers(lines)
    return Reading(list(find_letter_passages(letter, speakers.author)), subject)
