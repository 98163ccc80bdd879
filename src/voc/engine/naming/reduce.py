"""A parsed sentence, reduced to short statements that could name a theme: what fails, what is missing, what cannot be done, what is wanted.

A statement is a clause without its fillers, asides and first persons. Nothing is added but a frame's own word: "we would love an undo" becomes "Need an undo".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.engine.naming.nouns import is_counted, is_named, noun_variants
from voc.engine.naming.predicates import BE, KEPT_ADVERBS, SUBJECTS, find_predicates
from voc.engine.naming.write import article_of, write
from voc.engine.phrases import CONNECTIVES, PREPOSITIONS

PERSONS = frozenset("i we you one they he she someone somebody anyone people nobody everybody everyone".split())
WISHING = frozenset("need needs needed want wants wanted require requires request requests requested".split())
_WISHING_WITH_WOULD = frozenset("like love prefer appreciate need want".split())
_SAYING = frozenset(
    "say says said tell tells told think thinks thought know knows hope hopes believe guess feel feels mean means ask asks asked understand wish"
    " wonder promise promised remember see suppose expect".split()
)
_NO_BEGINNINGS = (PREPOSITIONS - {"without"}) | CONNECTIVES | BE | {"to", "and", "w", "w/", "than", "am"}
_ABOUT = frozenset(("cannot", "want", "task", "ask", "must"))  # kinds that need a noun
_PLEASING = frozenset(("please", "pls", "just", "also", "and", ",", '"', "-", "do"))
_HYPOTHETICAL = frozenset("would could may might 'd".split())
_UNREAL = frozenset("if unless until till whether once lest".split())  # open clauses that tell what is not, or not yet


@dataclass(frozen=True, slots=True)
class Statement:
    """A label that could be. `kind` tells its frame: clause, cannot, wish, absence, undergone, task (a clause that has lost its first person), noun;
    `nouns` are its nouns, which must recur before they name a theme."""

    text: str
    kind: str
    nouns: tuple[str, ...]
    past: bool = False
    article: str = ""  # of a single thing, where it was said with one


def reduce_sentence(doc: Doc) -> Iterator[Statement]:
    """Every statement that a parsed text holds."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            yield from _clauses(token)
        elif token.pos_ in ("NOUN", "PROPN"):
            yield from _nouns(token)


def _statement(tokens: Sequence[Token], kind: str, frame: str = "") -> Statement | None:
    words = [t for t in tokens if not t.is_space]
    if any(a.lower_ == "off" and a.i + 1 != b.i for a, b in pairwise(words)) or (kind in _ABOUT and not any(t.pos_ in ("NOUN", "PROPN") for t in words)):
        return None
    text = write(words, frame)
    if text is None or text.split()[0].lower() in _NO_BEGINNINGS or not SHORTEST_LABEL <= len(text.split()) <= LONGEST_LABEL:
        return None
    return Statement(text, kind, tuple(t.text for t in words if t.pos_ in ("NOUN", "PROPN")), any(t.tag_ == "VBD" for t in words))


def _nouns(token: Token) -> Iterator[Statement]:
    is_absent = any(child.lower_ == "no" for child in token.lefts)
    is_single = token.tag_ == "NN" and any(c.dep_ in ("det", "poss") and c.lower_ != "no" for c in token.lefts)
    without = token.dep_ == "pobj" and token.head.lower_ == "without"
    for phrase in noun_variants(token) if is_named(token) and token.dep_ != "compound" else ():
        kind = "absence" if is_absent or without else "noun"
        if found := _statement(phrase, kind, "No" if without and not is_absent else ""):
            article = "our" if found.text.startswith("own ") else article_of(found.text) if is_single else ""
            yield replace(found, article=article)
    if is_absent and token.lower_ in ("way", "option", "possibility", "chance"):
        for verb in token.rights:
            if verb.dep_ in ("relcl", "acl") and any(c.lower_ == "to" for c in verb.lefts):
                for tail in find_predicates(verb):
                    if found := _statement([c for c in token.lefts if c.lower_ == "no"] + [token, *tail], "cannot"):
                        yield found


def _clauses(verb: Token) -> Iterator[Statement]:
    if verb.lower_ in _SAYING:
        return
    subject = _subject(verb)
    if verb.lower_ in BE and any(c.dep_ == "expl" for c in verb.lefts):
        return  # "there is no X": the noun tells it
    negated = any(c.dep_ == "neg" for c in verb.children)
    if _is_wish(verb) and not negated:
        yield from _wishes(verb)
        return
    if verb.dep_ == "xcomp" or (subject is None and verb.dep_ not in ("ROOT", "conj")):
        return
    if subject is None:
        if verb.tag_ == "VB" and verb.dep_ == "ROOT" and verb.lower_ not in BE and all(t.lower_ in _PLEASING for t in verb.doc[verb.sent.start : verb.i]):
            yield from _made(verb, [], "ask")
        return
    if (verb.dep_ == "relcl" and _is_hoped_for(verb.head)) or _is_unreal(verb) or _is_one_event(verb):
        return
    if not negated and any(c.dep_ == "aux" and c.lower_ in _HYPOTHETICAL for c in verb.lefts):
        return
    if any(c.dep_ in ("aux", "auxpass") and c.i < subject.left_edge.i for c in verb.lefts) and subject.head == verb:
        return  # a question
    if subject.lower_ in PERSONS:
        yield from _personal(verb, negated)
        return
    if not is_named(subject):
        return
    variants = list(noun_variants(subject))[:3]
    if verb.lower_ in BE and any(c.dep_ == "amod" for c in subject.lefts):
        variants = variants[1:]  # "a single language is poor" says nothing of languages
    for named in variants:
        yield from _made(verb, named, "clause")


def _made(verb: Token, subject: Sequence[Token], kind: str, without: frozenset[str] = frozenset(), frame: str = "") -> Iterator[Statement]:
    for predicate in find_predicates(verb):
        rest = [t for t in predicate if t.lower_ not in without]
        if found := _statement([*subject, *rest], kind, frame):
            yield found


def _personal(verb: Token, negated: bool) -> Iterator[Statement]:
    """A clause about a person says what cannot be done, must be done, or is done to people; the person goes."""
    helpers = {c.lower_ for c in verb.lefts if c.dep_ in ("aux", "auxpass")}
    if verb.lower_ in WISHING:
        return
    if negated and helpers & {"can", "ca", "could"}:
        yield from _made(verb, [], "cannot", frozenset(("can", "ca", "could", "not", "n't", "never")), "Can't")
    elif any(c.dep_ == "auxpass" for c in verb.lefts) and not negated:
        yield from _made(verb, [], "undergone", BE | {"have", "has", "had", "'ve", "get", "gets", "got", "getting", "being", "keep"})
    elif verb.lower_ in ("have", "had", "has") and any(c.dep_ == "xcomp" and "to" in {k.lower_ for k in c.lefts} for c in verb.rights):
        yield from _made(verb, [], "must")
    elif not helpers or negated:
        yield from _made(verb, [], "task", BE | {"am"})


def _is_unreal(verb: Token) -> bool:
    """Whether it stands in a clause that tells what is not, or not yet: "until it is clear that the data is safe"."""
    while True:
        if any(c.dep_ in ("mark", "advmod") and c.lower_ in _UNREAL for c in verb.lefts):
            return True
        if verb.dep_ not in ("ccomp", "xcomp", "conj", "acl"):
            return False
        verb = verb.head


def _is_one_event(verb: Token) -> bool:
    """Whether it tells of one occasion, with nothing behind it that tells what was wrong: "was created"; "lost", where the parser misreads a note."""
    said = [c for c in verb.children if c.dep_ in ("prt", "acomp", "dobj", "oprd", "xcomp", "neg") or c.lower_ in KEPT_ADVERBS]
    helpers = {c.lower_ for c in verb.lefts if c.dep_ in ("aux", "auxpass")}
    return verb.tag_ in ("VBD", "VBN") and not said and (not helpers or bool(helpers & {"was", "were"}))


def _is_hoped_for(noun: Token) -> bool:
    """Whether what is told about a noun is told of what is not there yet."""
    is_vague = any(c.lower_ in ("no", "any", "a", "an", "some", "every") for c in noun.lefts)
    return is_vague or _is_wish(noun.head) or (noun.head.tag_ == "VB" and noun.dep_ == "dobj")


def _is_wish(verb: Token) -> bool:
    if verb.lower_ in ("need", "needed") and any(c.dep_ == "xcomp" and not any(k.lower_ == "be" for k in c.lefts) and c.lower_ != "be" for c in verb.rights):
        return False  # "I need to open two windows" is a burden
    helpers = {c.lower_ for c in verb.lefts if c.dep_ == "aux"}
    return verb.lower_ in WISHING or (verb.lower_ in _WISHING_WITH_WOULD and bool(helpers & {"would", "'d"}))


def _wishes(verb: Token) -> Iterator[Statement]:
    for child in verb.rights:
        if child.dep_ == "dobj" and is_named(child) and not is_counted(child):
            for phrase in noun_variants(child, inside=True):
                if found := _statement(phrase, "wish", "Need"):
                    yield found
        elif child.dep_ in ("xcomp", "ccomp") and any(c.lower_ == "to" for c in child.lefts):
            own = next((c for c in child.lefts if c.dep_ in SUBJECTS), None)
            subjects = [[]] if own is None or own.lower_ in PERSONS else list(noun_variants(own))[:2] if own.pos_ in ("NOUN", "PROPN") else []
            for named in subjects:
                for tail in find_predicates(child):
                    if found := _statement([*named, *tail], "wish" if named else "want", "Need"):
                        yield found


def _subject(verb: Token) -> Token | None:
    """Of the clause: its own, that of the verb it is joined to, or the noun that it tells more about."""
    own = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
    if own is not None and verb.dep_ == "relcl" and own.lower_ in ("that", "which", "who"):
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN") else None
    if own is None and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and verb.head.i < verb.i:
        return _subject(verb.head)
    return own
