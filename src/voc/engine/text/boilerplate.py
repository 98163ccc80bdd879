"""Boilerplate, found from the data: sentences that recur almost word for word over several accounts, and look like a form, a notice or a question.

To recur is not enough: needs do, in the same few words. So a sentence has to look like what is no customer's, by its words or by where it stands: nearly always
the last one, together with the same others, in most of what a source sends. A snippet is boilerplate where each of its sentences is.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.domain.boilerplate import Boilerplate
from voc.domain.ids import derive_id
from voc.domain.words import count
from voc.engine.text.form_look import CLEAR, is_question_to_reader, look_at, weigh_customer
from voc.engine.text.sameness import fold_words, join_alike
from voc.engine.text.standing import ALL, MOST, SOME, Said, Standing, count_companions, cut_sentences, list_standings

LEAST_ITEMS, LEAST_VOICES = 5, 3
ENOUGH = 3  # points
STRUCTURE_WORDS = 6  # a shorter sentence has to look so by its words, or by what most of a source's items say together
LONG, LONGER, LONG_VOICES = 12, 20, 5  # words, of so many voices: people hardly write so long a sentence in the same words
MOST_COMPANIONS = 2  # points


@dataclass(frozen=True)
class Found:
    """`listed`: what was recognised, also what people called feedback since. `snippets`: those that are boilerplate and nothing else. `spared`: the snippets
    of what people called feedback, by its key."""

    listed: Sequence[Boilerplate]
    snippets: frozenset[str]
    spared: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class _Wordings:
    """Each row's sentences by number, and each number's wordings, the most frequent first, with an example."""

    of_rows: Sequence[Sequence[int]]
    folded: Mapping[int, Sequence[str]]
    example: Mapping[int, str]


def find_boilerplate(said: Sequence[Said], rulings: Mapping[str, bool]) -> Found:
    """`rulings`: by key, whether people called a recurring sentence boilerplate. The same whatever the order of the rows."""
    rows = sorted(said, key=lambda row: (row.item, row.position, row.id))
    wordings = _number_sentences([row.text for row in rows])
    often = Counter(number for numbers in wordings.of_rows for number in numbers)
    standings = list_standings(rows, wordings.of_rows, frozenset(number for number, times in often.items() if times >= LEAST_ITEMS))
    standings = {n: s for n, s in sorted(standings.items()) if len(s.items) >= LEAST_ITEMS and len(s.voices) >= LEAST_VOICES}
    companions, sizes = count_companions(standings), Counter({row.item: row.source for row in rows}.values())
    taken: dict[int, bool] = {}
    listed: list[tuple[int, Boilerplate]] = []
    for number, standing in standings.items():
        keys = [derive_id("bpl", folded) for folded in wordings.folded[number]]
        ruled = next((key for key in keys if key in rulings), None)
        why = _judge(wordings.example[number], wordings.folded[number], standing, companions[number], sizes)
        if why is None and (ruled is None or not rulings[ruled]):
            continue
        reason = why or _recurrence(wordings.folded[number], standing)
        key = ruled or keys[0]
        listed.append((number, Boilerplate(key, wordings.example[number], len(standing.items), len(standing.voices), reason, min(standing.items))))
        taken[number] = ruled is None or rulings[ruled]
    whole = frozenset(row.id for row, numbers in zip(rows, wordings.of_rows, strict=True) if numbers and all(taken.get(number, False) for number in numbers))
    spared = {one.key: frozenset(standings[number].snippets) for number, one in listed if not taken[number]}
    shown = [one for number, one in listed if not taken[number] or standings[number].snippets & whole]
    return Found(sorted(shown, key=lambda one: (-one.items, one.key)), whole, spared)


def _number_sentences(texts: Sequence[str]) -> _Wordings:
    cut = [[(folded, sentence) for sentence in cut_sentences(text) if (folded := fold_words(sentence)).strip("# ")] for text in texts]
    times = Counter(folded for row in cut for folded, _ in row)
    order = sorted(times, key=lambda folded: (-times[folded], folded))
    number = dict(zip(order, join_alike(order), strict=True))
    wordings: dict[int, list[str]] = defaultdict(list)
    for folded in order:
        wordings[number[folded]].append(folded)
    example: dict[int, str] = {}
    for folded, sentence in (pair for row in cut for pair in row):
        if wordings[number[folded]][0] == folded:
            example[number[folded]] = min(sentence, example.get(number[folded], sentence))
    return _Wordings([[number[folded] for folded, _ in row] for row in cut], wordings, example)


def _judge(sentence: str, wordings: Sequence[str], standing: Standing, companions: int, sizes: Mapping[str, int]) -> str | None:
    """Why it is boilerplate, in words; None where it may be what customers say."""
    look, words = look_at(sentence), len(wordings[0].split())
    points, told = look.points, list[str]()
    place = standing.place()
    if place == "last" or (place == "first" and look.points):
        points += 1
        told.append(f"nearly always the {place} sentence")
    if companions:
        points += min(companions, MOST_COMPANIONS)
        told.append(f"together with {count(companions, 'other sentence')}")
    source, share = standing.source(sizes)
    if share >= SOME:
        points += 1 + (share >= MOST) + (share >= ALL and bool(told))
        told.append(f"in {share:.0%} of what comes from {source}")
    if len(standing.voices) >= LONG_VOICES:
        points += (words >= LONG) + (words >= LONGER)
    if look.points < CLEAR:
        is_everywhere = share >= ALL and companions > 0  # together with another sentence in nearly all that a source sends
        is_told = bool(look.points) or words >= STRUCTURE_WORDS or (companions >= MOST_COMPANIONS and share >= MOST) or is_everywhere
        if not is_told or not standing.is_part() or not told:
            return None
        points -= 0 if is_everywhere and is_question_to_reader(sentence) else weigh_customer(sentence)
    recurs = ", ".join([_recurrence(wordings, standing), *told])
    return f"{look.kind or 'the same words at the same place'}: {recurs}" if points >= ENOUGH else None


def _recurrence(wordings: Sequence[str], standing: Standing) -> str:
    words = len(wordings[0].split())
    same = "the same" if len(wordings) == 1 else "nearly the same"
    return f"{same} {words} words in {len(standing.items)} items of {len(standing.voices)} accounts or writers"
