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
from voc.engine.split import SPLITTER, split_points
from voc.engine.turns import level_transcript

BATCH = 500
CUSTOMERS_VOICE = ("call_note", "sales_note")  # kinds that our own people write down for the customer


def split_feedback(engine: Engine, progress: Callable[[int, int], None]) -> int:
    """Split all that waits, a transaction a batch; how many items that were. Safe to break off and to begin again."""
    with reading(engine) as session:
        total = count_unsplit(session, SPLITTER)
        agents = list_agent_names(session)
    progress(0, total)
    done = 0
    while True:
        with transaction(engine) as session:
            items = list_unsplit(session, SPLITTER, BATCH)
            if not items:
                return done
            save_snippets(session, [item.id for item in items], (s for item in items for s in split_item(item, agents)), SPLITTER)
        done += len(items)
        progress(done, max(done, total))


def split_item(item: UnsplitItem, agent_names: frozenset[str]) -> Iterator[Snippet]:
    """The snippets of one item: none where one of our own people speaks for themselves."""
    is_agent = item.author_role == "agent"
    if is_agent and item.kind not in CUSTOMERS_VOICE:
        return
    read = _read(item)
    author = item.author_name.lower() if item.author_name else None
    speakers = Speakers(agent_names | {author}, None) if is_agent and author else Speakers(agent_names, author)
    language = primary_language(item.language) or detect_language(read.text)
    for position, point in enumerate(split_points(read.text, item.kind, speakers)):
        key = hash_text(point.text)
        start, end = read.source(point.start, point.end)
        yield Snippet(
            snippet_id(item.id, position, key), item.id, position, point.passage, start, end, point.text, key, detect_part(point.text, language), point.context
        )


def _read(item: UnsplitItem) -> AlignedText:
    """The item's text to split: a transcript levelled, a subject that stands beside the text put above it."""
    read = read_aligned(item.text)
    if item.kind in SURVEYS:
        return read
    if item.subject and not read.text.lower().startswith("subject:"):
        read = read.edited([(0, 0, f"Subject: {' '.join(readable_text(item.subject).split())}\n\n")])
    return level_transcript(read)
