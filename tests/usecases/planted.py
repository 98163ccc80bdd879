"""A made-up company whose customers speak of planted themes, a few of which share an area; nobody who reads it needs a model."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random

from sqlalchemy import Engine

from tests.usecases.company import ACCOUNTS, Row, item
from voc.db.places import list_places
from voc.db.runs import Run, find_current_run
from voc.db.session import reading
from voc.db.tables import FeedbackRow, SnippetRow
from voc.domain.snapshot import Place

THEMES_OF_AREA = 3
FRINGE = 0.06
_OWN, _OF_AREA = 6, 2  # words of a theme, and of an area; a customer uses some of them


def _word(random: Random) -> str:
    return "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in range(3)) + random.choice("dklmnrst")


def planted(themes: Iterable[int], size: int, batch: int = 0) -> list[Row]:
    """`size` items about each of the themes, by the six accounts whose ARR is known in full; another `batch` says the same in other words."""
    return [_said(theme, n, batch) for theme in themes for n in range(size)]


def _said(theme: int, n: int, batch: int) -> Row:
    return _say(f"{theme}-{batch}-{n}", Random(f"{theme} {n} {batch}"), n, {f"theme {theme}": (_OWN, 4), f"area {theme // THEMES_OF_AREA}": (_OF_AREA, 1)})


def saying(name: str, count: int, parts: Mapping[str, int], batch: int = 0) -> list[Row]:
    """Items that each use so many of each vocabulary's six words, by its name: what themes are made to grow apart or together by."""
    return [_say(f"{name}-{batch}-{n}", Random(f"{name} {n} {batch}"), n, {part: (_OWN, use) for part, use in parts.items()}) for n in range(count)]


def _say(number: str, random: Random, n: int, parts: Mapping[str, tuple[int, int]]) -> Row:
    words = [word for name, (known, use) in parts.items() for word in random.sample(_vocabulary(name, known), use)]
    account = ACCOUNTS[random.randrange(6)]["account_id"]
    return item(number, " ".join([*words, _word(random)]), account, f"2026-{3 + n % 8:02}-{1 + n % 28:02}", language="en")


def _vocabulary(name: str, words: int) -> list[str]:
    random = Random(name)
    return [_word(random) for _ in range(words)]


def strangers(count: int, batch: int = 0) -> list[Row]:
    """Items that share a word with nobody."""
    random = Random(f"strangers {batch}")
    return [item(f"x-{batch}-{n}", " ".join(_word(random) for _ in range(6)), None, language="en") for n in range(count)]


@dataclass(frozen=True)
class Standing:
    """The run that stands. Items go by their own number, which begins with the planted theme's; `snippets` and `places` are by that number."""

    run: Run
    snippets: Mapping[str, str]
    places: Mapping[str, Place]

    @property
    def themes(self) -> dict[str, str | None]:
        """The theme of each item."""
        return {number: place.theme_id for number, place in self.places.items()}

    def of(self, theme: object) -> str:
        """The id that most items of a planted theme, or of whatever begins so, have."""
        found = Counter(t for number, t in self.themes.items() if number.startswith(f"{theme}-") and t is not None)
        return found.most_common(1)[0][0]

    def members(self, theme_id: str) -> list[str]:
        """The items of a theme."""
        return [number for number, theme in self.themes.items() if theme == theme_id]


def standing(engine: Engine) -> Standing:
    """What stands now."""
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        places = list_places(session, run.id)
        numbers = session.query(FeedbackRow.external_id, SnippetRow.id).join(SnippetRow, SnippetRow.feedback_id == FeedbackRow.id).all()
    known = {number: snippet for number, snippet in sorted(map(tuple, numbers)) if snippet in places}
    return Standing(run, known, {number: places[snippet] for number, snippet in known.items()})


def changed(before: Standing, after: Standing, *but: str) -> dict[str, str | None]:
    """The items that are in another theme than they were, those whose number begins so left out. With any full run another few may be on the fringe: they are
    told only where they are more than FRINGE."""
    others = {n: after.themes[n] for n, theme in before.themes.items() if after.themes[n] != theme and not n.startswith(but)}
    moved = {n: theme for n, theme in others.items() if theme is not None and before.themes[n] is not None}
    return others if len(others) - len(moved) > FRINGE * len(before.themes) else moved
