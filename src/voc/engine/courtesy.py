"""Words that carry no feedback: greetings, closings, thanks, small talk, the talk about the talk itself. The lists stand in `data/`, a pattern a line."""

import re

from spacy.lang.en.stop_words import STOP_WORDS

from voc.engine.data import read_patterns, read_words
from voc.engine.privacy.marks import HIDDEN

GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|hallo|bonjour|hola"
    r"|guten (?:tag|morgen|abend)|moin|servus|bonsoir|buen[oa]s (?:d[íi]as|tardes|noches)|buongiorno|buonasera|salve|ciao|goede(?:morgen|middag|navond)"
    r"|goedendag|ol[áa]|bom dia|boa tarde|hej|to whom it may concern)\b(?:[^.,!?:;\n]{0,40}[,!.:–-])?\s*"
    r"|^(?:sehr geehrte[rs]?|liebe[rs]?|chère?s?|cher|estimad[oa]s?|beste|geachte|gentil[ei]|prezad[oa]s?)\b[^.,!?:;\n]{1,60},\s*",
    re.IGNORECASE,
)
CLOSING = re.compile(rf"^(?:{read_patterns('closings.txt')})", re.IGNORECASE)
_INTERJECTIONS = (
    r"(?:(?:oh|ah|aha|so|right|well|ok(?:ay|ey|ie)?|kk?|yeah?|ya|yep|yes|no|nope|sorry|sure|great|perfect|good|nice|very|fine|super|superb|awesome|fantastic|amazing"
    r"|hm+|hello|hi|honestly|and|but|anyway|sir|madam|ma'?a?m|mr|nothing|else|once again|that'?s? (?:all|it|fine|good|great))[,.!?]* )*"
)
SMALL_TALK = re.compile(rf"^{_INTERJECTIONS}(?:{read_patterns('small_talk.txt')})", re.IGNORECASE)
_COURTESY = re.compile(rf"^{_INTERJECTIONS}(?:{read_patterns('courtesies.txt')}|{read_patterns('small_talk.txt')})", re.IGNORECASE)
# A closing, a question how it stands, a wish for an answer: the whole sentence, in the languages that voc reads.
_POLITE_END = re.compile(rf"\W*(?:(?:und|et|y|e|en|and|so|also|ok|well)\W+)?(?:{read_patterns('polite_ends.txt')})\W*", re.IGNORECASE)
# A polite beginning that turns to a matter.
_TURNS = re.compile(
    r"\b(?:but|however|although|though|unfortunately|yet|only|except)\b[^.?!]{10,}|\b(?:can(?:'t| ?not)|could(?:n't| not)|doesn't|does not|won't|isn't)\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"\b(?:confidential|privileged|intended (?:solely|only) for|(?:un)?authori[sz]ed (?:copying|use|disclosure)|scanned for viruses"
    r"|equal opportunity|registered (?:office|in)|think before you print)\b",
    re.IGNORECASE,
)
TALK = STOP_WORDS | read_words("talk_words.txt")
# Manners with one more word are said to somebody: "okay jesse thanks", "hello sam".
_TO_SOMEBODY = re.compile(r"^(?:oh )?(?:hi|hai|hey|hello|hie?|ok(?:ay)?|sure|thanks?|bye|good ?(?:morning|evening))\b|\bthank(?:s| ?you| u)\b", re.IGNORECASE)
_SHORT = 7  # words
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LONGEST = 18  # words; a longer sentence says more than a courtesy


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence says nothing beyond manners and housekeeping."""
    words = [w.lower() for w in _WORDS.findall(HIDDEN.sub("", sentence))]
    if len(words) > _LONGEST:
        return False
    if _POLITE_END.fullmatch(sentence.strip()):
        return True
    if (polite := _COURTESY.match(sentence.strip())) and not turns_to_matter(sentence.strip()[polite.end() :]):
        return True
    telling = sum(w not in TALK for w in words)
    return not telling or bool(_LEGAL.search(sentence)) or (telling == 1 and len(words) <= _SHORT and bool(_TO_SOMEBODY.search(sentence.strip())))


def turns_to_matter(rest: str) -> bool:
    """Whether what follows a polite beginning turns to a matter: "thanks, but the export still fails"."""
    turn = _TURNS.search(rest)
    return turn is not None and any(word.lower() not in TALK for word in _WORDS.findall(rest[turn.start() :]))
