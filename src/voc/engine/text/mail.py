"""The parts of a mail: its headers, what it quotes, what it forwards; in the languages that mail programs speak."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.engine.data import read_patterns
from voc.engine.passages import Line

_SUBJECT = "subject|betreff|title|titel|objet|asunto|assunto|oggetto|onderwerp|件名|ämne|emne"
_FROM = "from|von|de|da|van|från|fra|差出人|送信者|expéditeur|remitente"
_OTHERS = (
    "to|cc|bcc|sent|date|reply-to|importance|priority|attachments?|an|gesendet|datum|kopie"
    "|envoyé(?: le)?|à|para|enviado(?: el| em)?|enviada em|fecha|data|inviato|a|aan"
    "|verzonden|till|skickat|til|sendt|宛先|送信日時|日時"
)
_HEADER = re.compile(rf"^[ \t>]*(?:(?P<subject>{_SUBJECT})|(?P<sender>{_FROM})|{_OTHERS})[ \t]?[:：][ \t]*(?=\S)", re.IGNORECASE)
_BARE_HEADER = re.compile(rf"^[ \t]*(?:{_SUBJECT}|{_FROM}|{_OTHERS})[ \t]?[:：][ \t]*$", re.IGNORECASE)
_REPLY_HEAD = re.compile(rf"^(?=[^\n]{{0,300}}(?:\d|\[email\]))(?:{read_patterns('reply_heads.txt')})$", re.IGNORECASE)
_RULE_HEAD = re.compile(
    r"^(?:[-–—_*=]{2,} ?(?:original message|original-nachricht|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|original appointment) ?[-–—_*=]{2,}|_{10,}|##-? please type your reply above.*|thread::\S+|reply above this line.*)$",
    re.IGNORECASE,
)
_FORWARD_HEAD = re.compile(rf"^[-–—_*= >]{{0,20}}(?:{read_patterns('forward_heads.txt')})[-–—_*=: ]{{0,20}}$", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(r"^(?:re\s*:\s*|aw\s*:\s*)*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb)\s*:", re.IGNORECASE)
_FORWARD_NOTE = re.compile(rf"\b(?:{read_patterns('forward_notes.txt')})\b", re.IGNORECASE)
_LONGEST_NOTE = 25  # words above a forwarded mail that only hand it on
_LONGEST_HEAD = 3  # lines that a mail program breaks a reply's head over
_HEAD_ENDS = (":", "：", "--")
_BLOCK = 5  # lines in which a second header follows the first one


@dataclass(frozen=True, slots=True)
class Quote:
    """Where another mail begins below the author's own words: the line of its head, and whether it is handed on, not answered."""

    index: int
    is_forward: bool


def split_headers(lines: Sequence[Line]) -> tuple[Line | None, str | None, list[Line]]:
    """The subject and the sender that headers above a mail name, and the mail without those headers. A header may go on in the next lines."""
    subject: Line | None = None
    sender: str | None = None
    is_header = False
    for index, line in enumerate(lines):
        stripped = line.text.strip()
        goes_on = is_header and line.text[:1] in " \t" and bool(stripped)
        if header := _HEADER.match(line.text):
            value = line.without_first(header.end())
            subject = value if header["subject"] else subject
            sender = value.text.strip() if header["sender"] else sender
            is_header = True
        elif _BARE_HEADER.match(line.text) and is_header:
            continue
        elif stripped and not goes_on and not _is_head(stripped):
            return subject, sender, list(lines[index:])
        elif not stripped:
            is_header = False
    return subject, sender, []


def find_quote(lines: Sequence[Line], subject: str | None = None) -> Quote | None:
    """The first mail that is quoted or forwarded below words of the author's own; None where there is none."""
    is_empty = True
    for index, line in enumerate(lines):
        stripped = line.text.strip()
        if not is_empty and (_FORWARD_HEAD.match(stripped) or _begins_quote(lines, index)):
            return Quote(index, bool(_FORWARD_HEAD.match(stripped)) or _hands_on(lines[:index], subject))
        is_empty = is_empty and (not stripped or stripped.startswith(">") or bool(_reply_head_lines(lines, index)))
    return None


def skip_reply_heads(lines: Sequence[Line]) -> list[Line]:
    """Without the heads above quoted lines ("On Monday Ana wrote:"), over however many lines they stand."""
    kept: list[Line] = []
    skipped = 0
    for index, line in enumerate(lines):
        skipped = max(skipped, index + _reply_head_lines(lines, index))
        if index >= skipped:
            kept.append(line)
    return kept


def is_forwarded(stripped: str) -> bool:
    """Whether a line says that what follows is another's mail, handed on."""
    return bool(_FORWARD_HEAD.match(stripped))


def _hands_on(note: Sequence[Line], subject: str | None) -> bool:
    words = " ".join(line.text for line in note)
    return bool(_FORWARD_SUBJECT.match((subject or "").strip())) or (len(words.split()) <= _LONGEST_NOTE and bool(_FORWARD_NOTE.search(words)))


def _begins_quote(lines: Sequence[Line], index: int) -> bool:
    stripped = lines[index].text.strip()
    return bool(_RULE_HEAD.match(stripped) or _reply_head_lines(lines, index) or _begins_headers(lines, index))


def _begins_headers(lines: Sequence[Line], index: int) -> bool:
    first = _HEADER.match(lines[index].text)
    if not first or not first["sender"]:
        return False
    after = [line.text for line in lines[index + 1 : index + 1 + _BLOCK] if line.text.strip()]
    return any(_HEADER.match(text) for text in after)


def _reply_head_lines(lines: Sequence[Line], index: int) -> int:
    """Over how many lines from here a reply's head stands: 0 where none begins."""
    if not any(line.text.rstrip().endswith(_HEAD_ENDS) for line in lines[index : index + _LONGEST_HEAD]):
        return 0
    joined = ""
    for count, line in enumerate(lines[index : index + _LONGEST_HEAD], 1):
        stripped = line.text.strip()
        if not stripped or (count > 1 and stripped.startswith(">")):
            return 0
        joined = f"{joined} {stripped}".strip()
        if _REPLY_HEAD.match(joined) or (joined.endswith("--") and _REPLY_HEAD.match(f"{joined.strip('- ')}:")):
            return count
    return 0


def _is_head(stripped: str) -> bool:
    return bool(_RULE_HEAD.match(stripped) or _FORWARD_HEAD.match(stripped))
