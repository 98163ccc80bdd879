"""What a deal's stage is called, in English, German, French and Spanish: won, lost, or open."""

import re
import unicodedata

from voc.sources.fields import slug

# As `_tokens` writes words. A stage that has one of them among others is meant; "Path to win" is open, "Win" alone is won.
_WON = frozenset("won gewonnen gewonnene gewonnener gewonnenes gewonnenen gagne gagnee gagnes gagnees remporte remportee ganado ganada ganados ganadas".split())
_LOST = frozenset("lost verloren verlorene verlorener verlorenes verlorenen perdu perdue perdus perdues perdido perdida perdidos perdidas".split())
_NOT = frozenset("not nicht non pas no".split())
_CLOSED = frozenset("closed geschlossen abgeschlossen ferme fermee cloture cloturee cerrado cerrada cierre".split())
_ALONE = {"win": "won", "closedwon": "won", "lose": "lost", "closedlost": "lost", "closed_lost_no_decision": "lost", "omitted": "lost"}
_WONT = re.compile(r"\bwon['’]t\b", re.IGNORECASE)
_PIPELINE = re.compile(r"\s*\([^()]*\)$")  # behind a stage, as in "Closed Won (Sales Pipeline)"


def read_stage(cell: str) -> str:
    """won or lost where the cell's words say so, else open. What stands in brackets is a pipeline, unless all before it is "Closed"."""
    before = _PIPELINE.sub("", cell)
    if alone := _ALONE.get(slug(before)):
        return alone
    words = _tokens(before)
    return _judge(_tokens(cell) if words and words <= _CLOSED else words)


def _judge(words: frozenset[str]) -> str:
    is_won, is_lost = bool(words & _WON), bool(words & _LOST)
    if is_won == is_lost:
        return "open"
    if words & _NOT:
        return "lost" if is_won else "open"
    return "won" if is_won else "lost"


def _tokens(said: str) -> frozenset[str]:
    """The words in lower case without accents."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", _WONT.sub(" ", said)) if not unicodedata.combining(sign))
    return frozenset(re.findall(r"[^\W\d_]+", bare.lower()))
