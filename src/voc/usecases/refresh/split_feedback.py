"""Split: what has come in since the last refresh to snippets."""

from collections.abc import Callable, Iterator

from sqlalchemy import Engine

from voc.db.session import reading, transaction
from voc.db.snippets import UnsplitItem, count_unsplit, list_agent_names, list_unsplit, save_snippets
from voc.domain.feedback import Snippet, hash_text, snippet_id
from voc.engine.alignment import AlignedText
from voc.engine.clean import read_aligned, readable_text
from voc.engine.conversation import SURVEYS
from voc.engine.language import detect_language, detect_part, primary_language
from voc.engine.passages import Speakers
from voc.engine.privacy.hide import Hiding
from voc.engine.split import split_points
from voc.engine.text.level import level_text
from voc.usecases.refresh.hide_in_snippets import SnippetHiding, hiding_for_snippets

BATCH = 500
CUSTOMERS_VOICE = ("call_note", "sales_note")  # kinds that our own people write down for the customer
HANDED_ON = ("email", "ticket")  # kinds in which our own people forward what a customer wrote

_PLAINLY = SnippetHiding()


def split_feedback(engine: Engine, progress: Callable[[int, int], None], patterns: str = "", *, hide_names: bool = False, batch: int = BATCH) -> int:
    """Split all that waits, `batch` items a transaction; how many items that were. Safe to break off and to begin again.

    `patterns` are the company's own rules of what is personal: what was split under other ones is split again.
    """
    with reading(engine) as session:
        hiding = hiding_for_snippets(session, patterns, hide_names=hide_names)
        total = count_unsplit(session, hiding.splitter)
        agents = list_agent_names(session)
    progress(0, total)
    done = 0
    while True:
        with transaction(engine) as session:
            items = list_unsplit(session, hiding.splitter, batch)
            if not items:
                return done
            save_snippets(session, [item.id for item in items], (s for item in items for s in split_item(item, agents, hiding)), hiding.splitter)
        done += len(items)
        progress(done, max(done, total))


def split_item(item: UnsplitItem, agent_names: frozenset[str], hiding: SnippetHiding = _PLAINLY) -> Iterator[Snippet]:
    """The snippets of one item: none where one of our own people speaks for themselves and forwards nothing."""
    is_agent = item.author_role == "agent"
    if is_agent and item.kind not in CUSTOMERS_VOICE + HANDED_ON:
        return
    read = _read(item, hiding.of_texts)
    author = item.author_name.lower() if item.author_name else None
    is_ours = is_agent and item.kind in HANDED_ON
    speakers = Speakers(agent_names | {author}, None, is_ours) if is_agent and author else Speakers(agent_names, author, is_ours)
    language = primary_language(item.language) or detect_language(read.text)
    for position, point in enumerate(split_points(read.text, item.kind, speakers)):
        spoken = detect_part(point.text, language)
        text, context = hiding.of_point(point.text, spoken), hiding.of_point(point.context, spoken) if point.context else point.context
        key = hash_text(text)
        start, end = read.source(point.start, point.end)
        yield Snippet(snippet_id(item.id, position, key), item.id, position, point.passage, start, end, text, key, spoken, context)


def _read(item: UnsplitItem, hiding: Hiding) -> AlignedText:
    """The item's text to split: levelled, a subject that stands beside the text put above it."""
    read = level_text(read_aligned(item.text, hiding))
    if item.kind not in SURVEYS and item.subject and not read.text.lower().startswith("subject:"):
        read = read.edited([(0, 0, f"Subject: {' '.join(readable_text(item.subject, hiding).split())}\n\n")])
    return read
