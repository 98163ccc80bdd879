"""Who speaks in a text, and which lines are nobody's point: greetings, signatures, quoted replies, agents' turns.

Works on readable text (`voc.engine.clean`), its transcripts levelled (`voc.engine.turns`), and hands on `Passage`s: stretches of one customer's own words, with
offsets into that text.
"""

from dataclasses import replace

from voc.domain.conversation import Side
from voc.engine.letters import find_letter_passages, find_own_words, read_letter
from voc.engine.passages import Line, Passage, Reading, Speakers, as_context, find_paragraphs, read_lines
from voc.engine.text.forms import read_form
from voc.engine.text.mail import split_headers
from voc.engine.text.threads import Message, read_thread
from voc.engine.turns import Turn, find_agents, find_customer_turns, is_transcript

CONVERSATIONS = ("call_note", "sales_note", "chat")
SURVEYS = ("nps", "csat", "review")  # an answer, not a letter


def find_passages(text: str, kind: str, speakers: Speakers) -> Reading:
    """One item's text, read as its kind is."""
    lines = list(read_lines(text))
    if kind in SURVEYS:
        form = read_form(find_own_words(lines), is_survey=True)
        return Reading([replace(passage, context=form.context(passage.start)) for passage in find_paragraphs(form.lines)])
    subject, _, body = split_headers(lines)
    if not speakers.is_ours:
        if messages := read_thread(body):
            return Reading(_thread_passages(messages, speakers, is_talk=kind in CONVERSATIONS), subject)
        if is_transcript(lines, expected=kind in CONVERSATIONS):
            return Reading(list(find_customer_turns(lines, speakers)))
    return read_letter(lines, speakers)


def _thread_passages(messages: list[Message], speakers: Speakers, *, is_talk: bool) -> list[Passage]:
    """The passages of the customers' messages, with what our own side wrote right before as their context where the oldest message comes first."""
    open_messages = [message for message in messages if message.side is not Side.INTERNAL]
    turns = [Turn(message.label, message.lines[0].start if message.lines else 0, _words(message.lines)) for message in open_messages]
    told = {message.label: message.side for message in open_messages if message.side}
    agents = {label for label in find_agents(turns, speakers) if label not in told} | {label for label, side in told.items() if side is Side.AGENT}
    is_oldest_first = is_talk or (bool(turns) and turns[0].speaker not in agents)
    passages: list[Passage] = []
    said: str | None = None
    for message in open_messages:
        if message.label in agents:
            said = as_context(_words(message.lines))
        else:
            found = find_letter_passages(message.lines, message.author or speakers.author)
            passages += [replace(passage, context=passage.context or (said if is_oldest_first else None)) for passage in found]
    return passages


def _words(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines).strip()
