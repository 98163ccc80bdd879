"""A verb with what it cannot do without, and with what it may add."""

from collections.abc import Iterator

from spacy.tokens import Token

from voc.engine.naming.nouns import JOINING, NAMELESS, TIMES, is_counted, is_named, noun_variants

SUBJECTS = ("nsubj", "nsubjpass")
BE = frozenset("be is are was were been being 's 're 'm".split())
_LIGHT = frozenset("come comes came go goes went get gets got make makes made take takes took do does did keep keeps have has had run runs look looks".split())
_LEFT_OUT = frozenset("just also even really actually please".split())
KEPT_ADVERBS = frozenset(
    "never twice slowly randomly manually automatically separately wrong wrongly badly late again constantly offline hardly barely not well poorly by".split()
)


def find_predicates(verb: Token) -> Iterator[list[Token]]:
    """The verb with what it cannot do without, then with what it may add; nothing where its object says nothing by itself."""
    before = [c for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg") and c.lower_ not in _LEFT_OUT]
    before += [c for c in verb.lefts if c.dep_ == "advmod" and c.lower_ in KEPT_ADVERBS]
    needed: list[list[list[Token]]] = []
    added: list[list[Token]] = []
    for child in verb.rights:
        if child.dep_ in ("prt", "neg") or (child.dep_ == "advmod" and child.lower_ in KEPT_ADVERBS):
            needed.append([[child]])
        elif child.dep_ in ("dobj", "attr", "oprd"):
            if child.pos_ not in ("NOUN", "PROPN") or child.lower_ in NAMELESS or is_counted(child) or _is_measure(child):
                return
            needed.append(list(noun_variants(child, inside=True)))
        elif child.dep_ == "acomp" and child.lower_ not in NAMELESS:
            needed.append([_adjective(child)])
        elif child.dep_ == "xcomp":
            needed.append(list(find_predicates(child)))
        elif child.dep_ == "ccomp":
            small = list(child.subtree)
            if len(small) > 4 or not any(c.dep_ in SUBJECTS for c in child.lefts) or any(t.dep_ == "mark" or t.pos_ == "PRON" for t in small):
                return
            needed.append([small])
        elif child.dep_ in ("prep", "agent"):
            added += _prepositional(child)
        elif child.dep_ == "npadvmod" and child.pos_ == "NOUN" and not is_counted(child) and len(list(child.subtree)) <= 3:
            added.append(list(child.subtree))
        elif child.dep_ == "dative":
            return
    if any(not variants for variants in needed):
        return
    if verb.lower_ in BE and not needed:
        return
    cores: list[list[Token]] = [[]]
    for variants in needed:
        cores = [[*core, *variant] for core in cores for variant in variants][:6]
    for core in cores:
        bare = sorted([*before, verb, *core], key=lambda t: t.i)
        if needed or verb.lower_ not in _LIGHT:
            yield bare
        for more in added[:3]:
            yield sorted([*bare, *more], key=lambda t: t.i)
        if len(added) > 1:
            yield sorted([*bare, *added[0], *added[1]], key=lambda t: t.i)


def _is_measure(noun: Token) -> bool:
    """Whether it only counts what is named behind it: "a week of hours"."""
    return noun.lower_ in TIMES and any(c.lower_ == "of" for c in noun.rights)


def _adjective(token: Token) -> list[Token]:
    near = [c for c in token.lefts if c.dep_ in ("advmod", "neg") and c.lower_ in ("too", "not", "only", "never", "n't")]
    rest = [t for c in token.rights if c.dep_ == "prep" for t in next(iter(_prepositional(c)), [])]
    rest += [t for c in token.rights if c.dep_ == "xcomp" for t in next(iter(find_predicates(c)), [])]
    return [*near, token, *rest]


def _prepositional(preposition: Token) -> list[list[Token]]:
    for child in preposition.rights if preposition.lower_ in JOINING else ():
        if child.dep_ == "pobj" and (is_named(child) or (child.lower_ == "hand" and preposition.lower_ == "by")) and not is_counted(child):
            return [[preposition, *phrase] for phrase in list(noun_variants(child, inside=True))[:2]]
    return []
