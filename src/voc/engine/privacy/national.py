"""Numbers that states give persons, where their check digits tell: after a name that may mean something else too, after a general one, or by their shape."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from voc.engine.alignment import Edit
from voc.engine.data import read_lines, read_patterns
from voc.engine.privacy.context import EDGE, names_a_thing

_NAMES = [(names, modules.split()) for names, _, modules in (line.partition("\t") for line in read_lines("national_ids.txt"))]
_GAP = r"(?P<gap>[^\d\n.;?!]{0,40}?)"
_VALUE = (
    r"(?<![\w.,/#€$£])(?P<value>(?:[A-Z]{1,4}[ -]?)?\d(?:[ ./_–-]{0,2}\d){5,17}"
    r"(?:[ ./-]?(?-i:[A-Z]{1,2}\d?)|[a-z]{1,2}\d?| ?\([\dA]\))?|[A-Z]{3,6}\d[A-Z0-9]{5,12})(?!\w)"
)
_NAMED = [(re.compile(rf"{EDGE}(?:{names})(?![^\W_]){_GAP}{_VALUE}", re.IGNORECASE), modules) for names, modules in _NAMES]
_ANY_NAME = re.compile("|".join(names for names, _ in _NAMES), re.IGNORECASE)
_GENERAL = re.compile(rf"(?:(?P<whose>[^\W\d_]+)[ _-])?{EDGE}(?:{read_patterns('personal_id_words.txt')})(?![^\W_]){_GAP}{_VALUE}", re.IGNORECASE)
# Whose number a general name tells of; a number of anything else is a thing's.
_PERSONS = re.compile(
    r"(?:my|our|his|her|their|your|the|an?|is|was|and|with|of|for|as|to|in|national|tax|personal|citizen|government|south|african|african|state|foreign|resident|valid)$",
    re.IGNORECASE,
)
_STRONG = (  # two check digits, or a birth date and one: no count or order number passes by chance
    "za.idnr pl.pesel kr.rrn cn.ric ro.cnp bg.egn ee.ik lt.asmens cz.rc se.personnummer no.fodselsnummer fi.hetu is_.kennitala si.emso es.dni es.nie fr.nir"
    " it.codicefiscale mx.curp my.nric tr.tckimlik br.cpf th.pin in_.aadhaar in_.pan id.nik pt.cc lv.pvn be.nn ch.ssn de.idnr ar.cuit hk tw"
).split()
# Shapes that are as good as a name.
_SHAPED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w.,/-])\d{1,2}\.\d{3}\.\d{3}-[\dkK](?![\w-])"), "cl.rut"),
    (re.compile(r"(?<![\w.,/-])[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dX](?![\w-])"), "cn.ric"),
    (re.compile(r"(?<![\w.,/-])\d{6}-[1-4]\d{6}(?![\w-])"), "kr.rrn"),
    (re.compile(r"(?<![\w.,/-])[XYZ]-?\d{7}-?[A-Z](?![\w-])"), "es.nie"),
    (re.compile(r"(?<![\w.,/-])\d{2}\.?\d{3}\.?\d{3}-?[A-HJ-NP-TV-Z](?![\w-])"), "es.dni"),
    (re.compile(r"(?<![\w.,/-])\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?![\w-])"), "be.nn"),
    (re.compile(r"(?<![\w.,/-])(?:19|20)\d{6}[-+]\d{4}(?![\w-])"), "se.personnummer"),
    (re.compile(r"(?<![\w.,/-])\d-\d{4}-\d{5}-\d{2}-\d(?![\w-])"), "th.pin"),
)
_OWN_SHAPES = {
    "hk": re.compile(r"[A-Z]{1,2}\d{6}[\dA]"),
    "sg": re.compile(r"[STFGM]\d{7}[A-Z]"),
    "tw": re.compile(r"[A-Z][1289]\d{8}"),
}  # countries that python-stdnum knows nothing of
_JAPANESE_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_LENGTHS = {"il.idnr": 9}  # it takes shorter numbers too
_END = re.compile(r"(?<=[^\W_])\)|(?<=[^\W_])(?![^\W_]|\))")


def find_national_ids(text: str) -> Iterator[Edit]:
    """Numbers after a state's name for them, or a general one, whose check digits fit; and those of a telling shape."""
    if _ANY_NAME.search(text):
        for named, modules in _NAMED:
            yield from _find_valid(named, modules, text)
    yield from _find_valid(_GENERAL, _STRONG, text)
    for shape, module in _SHAPED:
        yield from ((*m.span(), "[id]") for m in shape.finditer(text) if _is_valid(m[0], module) and not names_a_thing(text, m.start()))


def _find_valid(pattern: re.Pattern[str], modules: list[str], text: str) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        if (whose := found.groupdict().get("whose")) and not _PERSONS.match(whose):
            continue
        if found["gap"].strip() and names_a_thing(text, found.start("value")) and not re.fullmatch(r"[\W_]*\w{0,8}[\W_]*", found["gap"]):
            continue
        for end in reversed([m.end() for m in _END.finditer(found["value"])]):  # another number may follow: this one ends at the end of some group
            if any(_is_valid(found["value"][:end], module) for module in modules):
                yield found.start("value"), found.start("value") + end, "[id]"
                break


def _is_valid(number: str, module: str) -> bool:
    plain = re.sub(r"[\W_]", "", number).upper()
    if len(set(re.sub(r"\D", "", plain))) < 2:
        return False
    if shape := _OWN_SHAPES.get(module):
        return bool(shape.fullmatch(plain))
    if module == "jp":
        return len(plain) == len(_JAPANESE_WEIGHTS) + 1 and plain.isdigit() and _fits_in_japan(plain)
    if len(plain) < _LENGTHS.get(module, 0):
        return False
    return any(_validate(module)(form) for form in dict.fromkeys((plain, re.sub(r"[ _–]", "", number).upper())))


def _fits_in_japan(number: str) -> bool:
    rest = sum(int(digit) * weight for digit, weight in zip(number, _JAPANESE_WEIGHTS, strict=False)) % 11
    return int(number[-1]) == (0 if rest <= 1 else 11 - rest)


@cache
def _validate(module: str) -> Callable[[str], bool]:
    validate: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid  # a few of some eighty, when they are needed
    return validate
