"""What machines write into feedback: automatic replies, bounces, warning banners, disclaimers, a ticket system's own sentences."""

import re

from voc.engine.data import read_patterns

_SUBJECT = re.compile(
    rf"^(?:(?:re|aw|fwd?|wg)\s*:\s*)*[\[(]?(?:{read_patterns('automatic_subjects.txt')})[\])]?(?:\s*[:：–-]|\s*$|\s+(?:re|aw|fwd?|wg)\b)", re.IGNORECASE
)
_BOUNCE = re.compile(rf"(?:{read_patterns('bounces.txt')})", re.IGNORECASE)
_SERVER = re.compile(
    r"recipient|address|\b5\d\d\b|\b5\.\d\.\d|mailer|postmaster|smtp|mailbox|\[email\]|empfänger|adress|destinat|dirección|direccion|endereço|indirizzo|ontvanger",
    re.IGNORECASE,
)
_ABSENCE = re.compile(rf"\b(?:{read_patterns('absences.txt')})", re.IGNORECASE)
_RETURN = re.compile(rf"\b(?:{read_patterns('absence_details.txt')})", re.IGNORECASE)
_AUTOMATIC = re.compile(rf"\b(?:{read_patterns('automatic_texts.txt')})", re.IGNORECASE)
_SENTENCE = re.compile(rf"^[\W_]{{0,6}}(?:{read_patterns('machine_sentences.txt')})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?。])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n+")  # "bis zum 3. Mai" goes on
_TITLED = re.compile(r"[^\n:：]{3,60}(?:[:：]|\n)")  # a subject that stands in the text: "Automatic reply: ..."
_BEGINNING = 400  # characters in which an automatic mail has said what it is
_ABSENT = 1_200  # characters; who writes more has something to say beside being away


def is_automatic_subject(subject: str) -> bool:
    """Whether a mail's subject says that a machine sent it."""
    return bool(_SUBJECT.match(subject.strip()))


def is_automatic(body: str) -> bool:
    """Whether a mail without its headers is an automatic reply or a bounce: it says so at its beginning and hardly anything else."""
    beginning = body.lstrip()[:_BEGINNING]
    if (titled := _TITLED.match(beginning)) and is_automatic_subject(titled[0]):
        rest = body.lstrip()[titled.end() :]
        return not rest.strip() or is_automatic(rest) or bool(_ABSENCE.search(rest) or _SERVER.search(rest)) or _says_only_details(rest)
    if _AUTOMATIC.search(beginning) or (_BOUNCE.match(beginning) and _SERVER.search(body)):
        return True
    if len(body) > _ABSENT or not _ABSENCE.search(beginning):
        return False
    sentences = [part for part in _SENTENCE_END.split(body) if len(part.split()) > 3]
    about = sum(bool(_ABSENCE.search(part) or _RETURN.search(part)) for part in sentences)
    return bool(_RETURN.search(body)) and 2 * about >= len(sentences) and about >= len(sentences) - 1


def _says_only_details(body: str) -> bool:
    """Whether each sentence tells of an absence or of a return."""
    return len(body) <= _ABSENT and all(_RETURN.search(part) for part in _SENTENCE_END.split(body) if len(part.split()) > 3)


def is_machine_sentence(sentence: str) -> bool:
    """Whether a mail server, a lawyer's template or a ticket system put this sentence there."""
    return bool(_SENTENCE.match(sentence.strip()))
