"""What people write without saying anything of the product: no answer, who they are, that they agree, keys struck at random."""

import re

from voc.engine.courtesy import TALK
from voc.engine.data import read_patterns

_NO_ANSWER = re.compile(rf"^\W*(?:{read_patterns('no_answers.txt')})\W*$", re.IGNORECASE)
_YES_NO = re.compile(rf"\W*(?:{read_patterns('yes_no.txt')})\W*", re.IGNORECASE)
_IDENTIFIES = re.compile(rf"^\W*(?:(?:yes|ok(?:ay)?|sure|hi|hello|so|and|well)\b[\s,.!]*)*(?:{read_patterns('identifications.txt')})\W*$", re.IGNORECASE)
_ASKS_PARTICULARS = re.compile(rf"\b(?:{read_patterns('particulars_asked.txt')})", re.IGNORECASE)
_ASKS_DETAILS = re.compile(r"\b(?:details?|particulars|information|confirm|verify|repeat)\b", re.IGNORECASE)
_ASKS_MORE = re.compile(r"\b(?:what|how|why|where|tell|describe|explain)\b", re.IGNORECASE)
_SAYS_MORE = re.compile(rf"\b(?:{read_patterns('says_more.txt')})", re.IGNORECASE)
_EMPTY = frozenset("please need needs want wants wanna check issue issues problem problems support fix help new claim".split())  # of what is wished for
_TROUBLE = re.compile(r"\b(?:crash|hang(?:s|ing)?\b|fr[eo]ez|frozen|slow|fail|error|broken|stuck|locked|blocked|expired|expensive|confusing)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn")
_RUN = 4  # neighbouring keys in their order
_RUNS = frozenset(row[i : i + _RUN] for key_row in _ROWS for row in (key_row, key_row[::-1]) for i in range(len(row) - _RUN + 1)) - {
    "were",
    "rewe",
    "tree",
    "poiu",
}
_SHORT_RUNS = frozenset(("asd", "sdf", "dfg", "fgh", "ghj", "hjk", "jkl", "qwe", "zxc", "xcv"))
_VOWELS = re.compile(r"[aeiouy]")
_LEAST_VOWELS = 0.1  # of a word's letters
_REPEATED = re.compile(r"(.)\1{4,}|^(.{1,3})\2{2,}.?$")
_NAME = 2  # words of a name
_DETAIL = 8  # words of an answer that only gives what was asked for


def is_no_answer(text: str) -> bool:
    """Whether a text says only that its author has nothing to say, or only tries the form."""
    return bool(_NO_ANSWER.match(text.strip())) or is_yes_no(text) or is_mash(text)


def is_yes_no(text: str) -> bool:
    """Whether an answer agrees or declines and says no more."""
    return len(text) < 80 and _YES_NO.fullmatch(text.strip()) is not None


def is_mash(text: str) -> bool:
    """Whether every word of it is keys struck at random."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(_is_struck(word) for word in words)


def is_identification(sentence: str) -> bool:
    """Whether a sentence only says who or which one it is: a name, an account, an order, a number."""
    return len(sentence) < 200 and bool(_IDENTIFIES.match(sentence.strip())) and not _SAYS_MORE.search(sentence)


def is_detail(sentence: str, asked: str | None) -> bool:
    """Whether a sentence only gives the particulars that our own side asked for: short, and without a wish, a trouble or a matter of its own."""
    if asked is None or len(sentence.split()) > _DETAIL or _SAYS_MORE.search(sentence):
        return False
    question = next((part for part in reversed(re.split(r"[.?!]", asked)) if part.strip()), "")
    is_number = any(c.isdigit() for c in sentence)
    if asks := _ASKS_PARTICULARS.search(question):
        return not _ASKS_MORE.search(question, asks.end())
    return bool(_ASKS_DETAILS.search(question)) and (is_number or len(sentence.split()) <= _NAME)


def names_matter(text: str) -> bool:
    """Whether a wish or a trouble is told with what it is about: "I want keyboard", "sync broken"."""
    is_matter = any(word not in TALK and word not in _EMPTY for word in _WORD.findall(text.lower()))
    return bool(_TROUBLE.search(text)) or (is_matter and bool(_SAYS_MORE.search(text)))


def _is_struck(word: str) -> bool:
    if len(word) < _RUN or not word.isascii():
        return word in _SHORT_RUNS
    is_run = any(run in word for run in _RUNS) and not _reads(word)
    return is_run or bool(_REPEATED.search(word)) or (len(word) >= 6 and len(_VOWELS.findall(word)) <= _LEAST_VOWELS * len(word))


def _reads(word: str) -> bool:
    """Whether a run of keys stands in a word by chance: "property", "power"."""
    return sum(word[i : i + _RUN] in _RUNS for i in range(len(word) - _RUN + 1)) == 1 and len(word) > _RUN + 1 and any(c in "aeiou" for c in word)
