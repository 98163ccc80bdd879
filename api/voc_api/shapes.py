"""The JSON shapes that only the API has; those that the command line prints too are in voc.rendering.shapes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from voc.db.asks import Ask
from voc.db.feedback_reading import StoredFeedback
from voc.db.health_weights import WeightsProposal
from voc.db.jobs import Job
from voc.db.mentions import Quote
from voc.db.runs import Run
from voc.db.saved_views import SavedView
from voc.db.theme_links import ThemeLink
from voc.domain.corrections import Effect
from voc.domain.health import SHIPPED, SHIPPED_WEIGHTS
from voc.domain.ids import derive_id
from voc.domain.notes import Note
from voc.domain.tags import Tag
from voc.rendering.shapes import Shape, moment
from voc.usecases.accounts.list_timeline import UNDATED, TimelineEntry
from voc.usecases.feedback.erase_feedback import Erased
from voc.usecases.inbox.list_inbox import InboxCard


def quote(said: Quote, run_id: str) -> Shape:
    """A snippet as evidence."""
    return {
        "id": said.id,
        "object": "snippet",
        "feedback_id": said.feedback_id,
        "position": said.position,
        "text": said.text,
        "kind": said.kind,
        "source": said.source,
        "url": said.url,
        "occurred_at": moment(said.occurred_at),
        "account": {"id": said.account, "name": said.account_name} if said.account else None,
        "theme_id": said.theme_id,
        "ask_id": said.ask_id,
        "strength": said.strength,
        "counted": said.counted,
        "sentiment": said.sentiment,
        "intent": said.intent,
        "language": said.language,
        "start": said.start,
        "end": said.end,
        "context": said.context,
        "run_id": run_id,
    }


def inbox_card(card: InboxCard, run_id: str) -> Shape:
    """A snippet that wants a person, with what a person needs to decide of it."""
    return {
        "object": "inbox_item",
        "snippet": quote(card.quote, run_id),
        "suggestions": [{"theme_id": theme, "label": label, "probability": share} for theme, label, share in card.suggestions],
        "doubt": card.waiting.doubt,
        "came_at": moment(card.waiting.came_at),
        "is_new": card.is_new,
        "before": [one.text for one in card.before],
        "after": [one.text for one in card.after],
        "owner": card.owner,
        "tags": [{"id": tag_id, "name": name} for tag_id, name in card.tags],
        "notes": [note(one) for one in card.notes],
    }


def note(written: Note) -> Shape:
    """A note beside a snippet or a theme."""
    return {
        "id": written.id,
        "object": "note",
        "on": written.snippet_id or written.theme_id,
        "text": written.text,
        "author": {"id": written.author_id, "name": written.author_name},
        "made_at": moment(written.made_at),
        "names": [{"user_id": key, "read_at": moment(read_at)} for key, read_at in sorted(written.readers.items())],
    }


def tag(found: Tag) -> Shape:
    """A tag and on how many items it is."""
    return {"id": found.id, "object": "tag", "name": found.name, "items": found.items, "imported": found.id is None}


def corrections(effect: Effect) -> Shape:
    """What a person's corrections changed."""
    return {
        "object": "corrections",
        "since": moment(effect.since),
        "decisions": effect.decisions,
        "moved": effect.moved,
        "others": effect.others if effect.known else None,
        "all_read": effect.read,
        "ways": [{"from_theme_id": way[0], "to_theme_id": way[1], "by_you": own, "by_machine": others} for way, own, others in effect.ways],
    }


def feedback(item: StoredFeedback, given: Sequence[tuple[str, str]]) -> Shape:
    """A feedback item, its text readable; `given` are (id, name) of the tags that people gave it."""
    return {
        "id": item.id,
        "object": "feedback",
        "source": item.source,
        "external_id": item.external_id,
        "kind": item.kind,
        "occurred_at": moment(item.occurred_at),
        "revised_at": moment(item.revised_at),
        "text": item.text,
        "account": {"id": item.account, "account_id": item.account_id, "name": item.account_name} if item.account else None,
        "author_name": item.author_name,
        "author_email": item.author_email,
        "author_role": item.author_role,
        "rating": _number(item.rating),
        "rating_scale": item.rating_scale,
        "url": item.url,
        "tags": list(item.tags),
        "given_tags": [{"id": tag_id, "name": name} for tag_id, name in given],
        "language": item.language,
        "attributes": dict(item.attributes),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def ask(found: Ask, theme_id: str, run_id: str) -> Shape:
    """An ask of a theme."""
    return {
        "id": found.id,
        "object": "ask",
        "theme_id": theme_id,
        "size": found.size,
        "accounts": found.accounts,
        "exemplar": {"snippet_id": found.exemplar_id, "text": found.exemplar},
        "run_id": run_id,
    }


def run(found: Run, current: Run | None) -> Shape:
    """A refresh."""
    return {
        "id": found.id,
        "object": "run",
        "state": found.state,
        "current": current is not None and current.id == found.id,
        "as_of": moment(found.as_of),
        "started_at": moment(found.started_at),
        "published_at": moment(found.published_at),
        "counts": dict(found.counts),
        "settings": dict(found.settings),
        "health_weights": found.engine.get("health_weights", SHIPPED),
    }


def job(found: Job, parts: Mapping[str, int]) -> Shape:
    """A job; `parts` counts the jobs that its work goes on in, by state."""
    return {
        "id": found.id,
        "object": "job",
        "kind": found.kind,
        "state": found.state,
        "progress": dict(found.progress),
        "parts": dict(parts) or None,
        "run_id": derive_id("run", found.id) if found.kind == "refresh" else None,
        "attempts": found.attempts,
        "result": dict(found.result) or None,
        "error": found.error,
        "created_at": moment(found.created_at),
        "finished_at": moment(found.finished_at),
    }


def erasure(done: Erased, *, dry_run: bool) -> Shape:
    """What went, or with `dry_run` would go."""
    found = done.erasure
    return {
        "object": "erasure",
        "dry_run": dry_run,
        "items": found.items,
        "revisions": found.revisions,
        "snippets": found.snippets,
        "embeddings": found.embeddings,
        "summaries": found.summaries,
        "reports": [{"id": report.id, "kind": report.kind, "period": report.period, "version": report.version} for report in found.reports],
        "job_id": done.job_id,
    }


def theme_link(link: ThemeLink) -> Shape:
    """An issue that a theme is worked on in."""
    told = {"id": link.id, "object": "theme_link", "theme_id": link.theme_id, "url": link.url, "title": link.title}
    return {**told, "added_by": link.added_by, "added_at": moment(link.added_at)}


def view(kept: SavedView, reader_id: str) -> Shape:
    """A saved view as its reader sees it."""
    return {
        "id": kept.id,
        "object": "view",
        "name": kept.name,
        "page": kept.page,
        "query": kept.query,
        "address": kept.address,
        "shared": kept.shared,
        "owner": kept.owner_name,
        "mine": kept.owner_id == reader_id,
        "created_at": moment(kept.created_at),
    }


def timeline_entry(entry: TimelineEntry) -> Shape:
    """Something that happened with an account."""
    return {"object": "timeline_entry", "type": entry.type, "at": None if entry.at == UNDATED else moment(entry.at), **entry.facts}


def health(figures: Mapping[str, Any]) -> Shape:
    """An account's health, out of its figures in a run."""
    return {**figures["health"], "run_id": figures["run_id"], "as_of": figures["as_of"]}


def weights_proposal(proposal: WeightsProposal, in_force: WeightsProposal | None) -> Shape:
    """Proposed weights with the backtest that they come from."""
    return {
        "id": proposal.id,
        "object": "health_weights",
        "weights": dict(proposal.weights),
        "in_force": in_force is not None and in_force.id == proposal.id,
        "backtest": dict(proposal.backtest),
        "proposed_at": moment(proposal.proposed_at),
        "accepted_by": proposal.accepted_by,
        "accepted_at": moment(proposal.accepted_at),
        "withdrawn_by": proposal.withdrawn_by,
        "withdrawn_at": moment(proposal.withdrawn_at),
    }


def shipped_weights(*, in_force: bool) -> Shape:
    """The weights that come with the service."""
    never = dict.fromkeys(("backtest", "proposed_at", "accepted_by", "accepted_at", "withdrawn_by", "withdrawn_at"))
    return {"id": SHIPPED, "object": "health_weights", "weights": dict(SHIPPED_WEIGHTS), "in_force": in_force, **never}


def roadmap(themes: Sequence[Mapping[str, Any]], found: Run | None) -> Shape:
    """The ranked list as one page."""
    return {
        "object": "roadmap",
        "run_id": found.id if found else None,
        "as_of": moment(found.as_of) if found else None,
        "currency": str(found.settings["reporting_currency"]) if found else None,
        "data": list(themes),
    }
