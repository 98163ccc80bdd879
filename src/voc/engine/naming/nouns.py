"""Noun phrases of a parsed sentence, from their core to what they may add."""

from collections.abc import Iterator

from spacy.tokens import Token

# nouns that name nothing without the sentence before them
NAMELESS = frozenset(
    "thing things way ways lot lots bit kind sort something anything nothing everything one ones others rest point reason part bunch couple half moment idea"
    " fact case today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december sense example instance guy guys fun tip end plus hand want ours mine yours competitor competitors".split()
)
TIMES = frozenset(
    "weekend second seconds minute minutes hour hours day days week weeks month months quarter quarters year years time times morning age ages".split()
)
PARTICULAR = frozenset("other same such last next few many several whole entire more little first second third previous certain".split())
JOINING = frozenset("for in between from to with on per across at into by via over without of about".split())


def is_named(noun: Token) -> bool:
    """Whether a word is a noun that says what it is."""
    return noun.pos_ in ("NOUN", "PROPN") and noun.lower_ not in NAMELESS and noun.lower_ not in TIMES and not noun.like_num


def is_counted(noun: Token) -> bool:
    """Whether a number stands before it, without which it would say something else."""
    return any(child.dep_ in ("nummod", "quantmod") or child.like_num for child in noun.lefts)


def noun_variants(noun: Token, inside: bool = False) -> Iterator[list[Token]]:
    """The noun with its compounds; with its adjectives; with what a preposition adds. `inside` a statement it keeps its article."""
    core = _compounds(noun)
    denied = [c for c in noun.lefts if c.lower_ == "no"]
    articles = [c for c in noun.lefts if inside and _is_article(c)]
    owner = [t for c in noun.lefts if c.dep_ == "poss" and c.pos_ in ("NOUN", "PROPN") for t in [*_compounds(c), *_endings(c)]]
    described = [t for c in noun.lefts if c.dep_ == "amod" and c.lower_ not in PARTICULAR for t in _described(c)]
    heads = [*denied, *articles, *owner]
    own = [t for c in noun.rights if c.dep_ == "prep" and c.lower_ == "of" for t in _added(c)]
    plain = sorted([*heads, *core, *own], key=lambda t: t.i)
    yield plain
    if described:
        yield sorted([*plain, *described], key=lambda t: t.i)
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in JOINING - {"of"} and (more := _added(child)):
            yield sorted([*plain, *more], key=lambda t: t.i)
            if described:
                yield sorted([*plain, *described, *more], key=lambda t: t.i)


def _is_article(word: Token) -> bool:
    return (word.dep_ == "det" and word.lower_ in ("a", "an", "the", "all")) or (word.dep_ == "poss" and word.lower_ in ("our", "your", "my", "their"))


def _endings(noun: Token) -> list[Token]:
    return [c for c in noun.rights if c.dep_ == "case"]


def _compounds(noun: Token) -> list[Token]:
    return [*(t for c in noun.lefts if c.dep_ in ("compound", "nmod") for t in [*_compounds(c)] if not t.like_num), *_hyphens(noun), noun]


def _hyphens(noun: Token) -> list[Token]:
    return [c for c in noun.lefts if c.dep_ == "punct" and c.text == "-"]


def _described(adjective: Token) -> list[Token]:
    return [t for t in adjective.subtree if t.i <= adjective.i and t.dep_ in ("amod", "advmod", "npadvmod", "punct", "compound") and t.text not in (",", '"')]


def _added(preposition: Token) -> list[Token]:
    for child in preposition.rights:
        if child.dep_ == "pobj" and is_named(child) and not is_counted(child):
            return [preposition, *next(noun_variants(child, inside=True))]
    return []
