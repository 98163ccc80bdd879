"""Words that carry no feedback: greetings, closings, thanks, small talk, the talk about the talk itself. The lists stand in `data/`, a pattern a line."""

import re

from spacy.lang.en.stop_words import STOP_WORDS

from voc.engine.data import read_patterns, read_words
from voc.engine.privacy.marks import HIDDEN

GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|hallo|bonjour|hola"
    r"|guten (?:tag|morgen)|to whom it may concern)\b(?:[^.,!?:;\n]{0,40}[,!.:–-])?\s*",
    re.IGNORECASE,
)
CLOSING = re.compile(rf"^(?:{read_patterns('closings.txt')})", re.IGNORECASE)
_INTERJECTIONS = r"(?:(?:oh|ah|so|right|well|ok(?:ay)?|yeah|yes|no|sorry|sure|great|perfect|good|hello|honestly|and|but|anyway)[,.!?]* )*"
_COURTESY = re.compile(rf"^{_INTERJECTIONS}(?:{read_patterns('courtesies.txt')})", re.IGNORECASE)
_LEGAL = re.compile(
    r"\b(?:confidential|privileged|intended (?:solely|only) for|(?:un)?authori[sz]ed (?:copying|use|disclosure)|scanned for viruses"
    r"|equal opportunity|registered (?:office|in)|think before you print)\b",
    re.IGNORECASE,
)
_TALK = STOP_WORDS | read_words("talk_words.txt")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 18  # words; a longer sentence says more than a courtesy


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence says nothing beyond manners and housekeeping."""
    words = [w.lower() for w in _WORDS.findall(HIDDEN.sub("", sentence))]
    if len(words) > _LONGEST:
        return False
    return bool(_COURTESY.match(sentence.strip()) or _LEGAL.search(sentence)) or all(w in _TALK for w in words)
