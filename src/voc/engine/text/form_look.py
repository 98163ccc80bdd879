"""Whether a sentence reads as one of a form, of a notice, or as a question that is put to customers; and whether a customer speaks in it."""

import re
from dataclasses import dataclass

from voc.engine.data import read_patterns
from voc.engine.text.answers import is_yes_no
from voc.engine.text.machines import is_machine_sentence

_QUESTION = re.compile(rf"^\W*(?:(?:q|question|frage)?[ .]?\d{{1,2}}[.):]?\s+)?(?:{read_patterns('survey_questions.txt')})", re.IGNORECASE)
_LEAVE = re.compile(rf"^\W*(?:(?:q|question|frage)?[ .]?\d{{1,2}}[.):]?\s+)?(?:{read_patterns('permission_questions.txt')})", re.IGNORECASE)
_TO_READER = re.compile(
    r"\b(?:you|your|yours|ihnen|ihre?[nrms]?|sie|vous|votre|vos|usted|ustedes|te|tu|tú|você|vocês|lei|le|la|vi|ti|u|uw|je|jou|jouw|dir|dich|euch)\b",
    re.IGNORECASE,
)
_OURS = r"software|products?|apps?|services?|support|platform|tool|website|solution|company|produkte?|plattform|dienste?|logiciel|produits?|servicios?"
_OUR = re.compile(rf"\b(?:our|unser\w{{0,2}}|notre|nos|nuestr[oa]s?)\s+(?:\w+ )?(?:{_OURS})\b", re.IGNORECASE)
_ASKS = re.compile(r"^\W*(?:how|what|which|why|where|who|wie|was|welche\w*|warum|wo|comment|que|quel\w*|pourquoi|cómo|qué|cuál)\b", re.IGNORECASE)
_NOTICE = re.compile(rf"(?:{read_patterns('notices.txt')})", re.IGNORECASE)
_LABELS = rf"{read_patterns('answer_labels.txt')}|{read_patterns('skipped_headings.txt')}|{read_patterns('particular_labels.txt')}"
_HEADING = re.compile(rf"^[\W_]*(?:{_LABELS})[ \t]*(?:\([^()]{{1,60}}\))?[ \t]*(?:[:：]|\*)[ \t]*$", re.IGNORECASE)
_FIELD = re.compile(
    r"^[^.!?]{2,60}(?:[:：]|\((?:required|optional|pflichtfeld|freiwillig|obligatoire|facultatif|obligatorio|opcional)\)\*?)\s*$", re.IGNORECASE
)
_SPEAKS = re.compile(rf"\b(?:{read_patterns('customer_voice.txt')})\b", re.IGNORECASE)
_TROUBLE = re.compile(rf"\b(?:{read_patterns('customer_trouble.txt')})\b", re.IGNORECASE)
_WISHES = re.compile(rf"\b(?:{read_patterns('customer_wishes.txt')})\b", re.IGNORECASE)
_TOLD_TO = re.compile(
    r"^\W*(?:please )?(?:tell|describe|explain|enter|choose|select|pick|indicate|state|specify|rate|tick|beschreiben sie|wählen sie|geben sie)\b", re.IGNORECASE
)
_FIELD_WORDS = 8
CLEAR, LIKELY, MAYBE = 3, 2, 1  # points; see `boilerplate.ENOUGH`


@dataclass(frozen=True, slots=True)
class Look:
    """`kind` in words and its points; "" and none where it looks like what people write."""

    kind: str
    points: int


NO_LOOK = Look("", 0)


def look_at(sentence: str) -> Look:
    """What the sentence reads as."""
    if is_yes_no(sentence):
        return Look("a form's answer", CLEAR)
    if _asks_leave(sentence) or (_QUESTION.match(sentence) and _TO_READER.search(sentence)):
        return Look("a question to customers", CLEAR)
    if _asks_of_us(sentence):
        return Look("a question to customers", LIKELY)
    if _WISHES.search(sentence):
        return NO_LOOK
    if _NOTICE.search(sentence) or is_machine_sentence(sentence):
        return Look("a notice", CLEAR)
    if _HEADING.match(sentence):
        return Look("a form's field", CLEAR)
    if _FIELD.match(sentence) and len(sentence.split()) <= _FIELD_WORDS:
        return Look("a form's field", LIKELY)
    if _TOLD_TO.search(sentence):
        return Look("a form's instruction", MAYBE)
    return NO_LOOK


def is_question_to_reader(sentence: str) -> bool:
    """Whether a sentence asks whoever reads it."""
    return sentence.rstrip().endswith(("?", "？")) and bool(_TO_READER.search(sentence))


def weigh_customer(sentence: str) -> int:
    """Points by which a customer may speak here: in the first person or of a wish, or of trouble."""
    return 3 if _SPEAKS.search(sentence) and not _asks_of_us(sentence) else 2 if _TROUBLE.search(sentence) else 0


def _asks_leave(sentence: str) -> bool:
    """Whether a form asks for leave to get in touch or to publish."""
    return sentence.rstrip().endswith(("?", "？")) and _LEAVE.match(sentence) is not None


def _asks_of_us(sentence: str) -> bool:
    """Whether a vendor may ask: of `our` product and `your` team."""
    is_question = sentence.rstrip().endswith(("?", "？")) and _ASKS.search(sentence)
    return bool(is_question and _TO_READER.search(sentence) and _OUR.search(sentence))
