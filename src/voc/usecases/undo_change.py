"""Undo an act: make each thing that it changed what it was before, by the use cases that change it. Undoing is an act itself, and can be undone."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.account_domains import find_account_domain, is_ignored
from voc.db.boilerplate import find_boilerplate_ruling
from voc.db.changes import claim_act, get_change
from voc.db.decisions import get_decision, hold_decision_lock
from voc.db.health_weights import find_accepted
from voc.db.inbox import EVERYBODY, list_owners
from voc.db.saved_views import find_view
from voc.db.session import actor_of
from voc.db.stored_settings import list_stored
from voc.db.themes import find_theme
from voc.db.users import get_user
from voc.domain.changes import IMPORTING, UNDOING, Change, ChangeKind
from voc.domain.decisions import SNIPPET_KINDS
from voc.domain.roles import Principal
from voc.errors import ConflictError, ForbiddenError
from voc.usecases.accounts.accept_weights import accept_weights, withdraw_weights
from voc.usecases.accounts.override_health import find_judgement, override_health, withdraw_override
from voc.usecases.curating.answer_proposal import reopen_proposal
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.edit_theme import restore_theme
from voc.usecases.curating.link_theme import link_again, unlink_theme
from voc.usecases.curating.list_askers import mark_told
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet, release_snippet
from voc.usecases.curating.rule_boilerplate import rule_boilerplate
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.feedback.assign_domain import assign_domain, withdraw_domain
from voc.usecases.feedback.settle_origin import ignore_origin
from voc.usecases.feedback.tag_feedback import tag_feedback, untag_feedback
from voc.usecases.feedback.undo_import import undo_import
from voc.usecases.inbox.assign_snippet import assign_snippets
from voc.usecases.inbox.mark_snippet import mark_done, put_off, unmark
from voc.usecases.inbox.write_note import remove_note, restore_note
from voc.usecases.people.edit_settings import edit_settings
from voc.usecases.people.edit_user import edit_user
from voc.usecases.people.keep_view import drop_view, restore_view


def undo_change(session: Session, change_id: str, asker: Principal, now: datetime) -> str | None:
    """Take back what was done at once with this change. The id of the job that carries it into all figures, None where none need it.

    Raises NotFoundError; ForbiddenError where the asker may not do such a thing, or it is somebody else's; ConflictError where it was undone already, where
    somebody changed the same since, or where it is of a kind that cannot be undone.
    """
    changes = claim_act(session, get_change(session, change_id).act, now)
    if not changes:
        raise ConflictError("this was undone already")
    job_id = None
    for change in changes:
        if change.kind not in UNDOING:
            raise ConflictError("this cannot be undone")
        asker.require(UNDOING[change.kind])
        job_id = _UNDO[change.kind](session, change, asker, now) or job_id
    return job_id


def _restore_theme(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    hold_decision_lock(session)  # nobody edits between the check and the edit
    theme = find_theme(session, change.noun_id)
    if theme is None or any(getattr(theme, name) != value for name, value in change.after.items()):
        raise ConflictError("somebody has changed it since: change it by hand")
    return restore_theme(session, change.noun_id, change.before, actor_of(session).name, now)


def _take_decision_back(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    decision, who = get_decision(session, change.noun_id), actor_of(session).name
    if not decision.stands:
        raise ConflictError("somebody has decided otherwise since")
    if decision.kind in SNIPPET_KINDS:
        return release_snippet(session, decision.snippets[0], [decision.kind], who, now).job_id
    return undo_decision(session, decision.id, decision.kind, who, now).job_id


def _decide_again(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    decision, who = get_decision(session, change.noun_id), actor_of(session).name
    if decision.kind == "ignore":
        return ignore_snippet(session, decision.snippets[0], who, now).job_id
    if decision.kind in SNIPPET_KINDS:
        return place_snippet(session, decision.snippets[0], decision.theme_id, who, now).job_id
    if decision.kind == "merge" and decision.theme_id and decision.into_id:
        return merge_themes(session, decision.into_id, [decision.theme_id], who, now)[0].job_id
    if decision.kind == "dismiss" and decision.theme_id:
        return dismiss_theme(session, decision.theme_id, who, now, decision.reason).job_id
    raise ConflictError("a split that was undone is made anew by splitting again")


def _ask_again(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    reopen_proposal(session, change.noun_id)


def _rule_boilerplate_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    if find_boilerplate_ruling(session, change.noun_id) != change.after.get("is_boilerplate"):
        raise ConflictError("somebody has said otherwise of it since")
    return rule_boilerplate(session, change.noun_id, change.before.get("is_boilerplate"), now)


def _link_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    if change.after:
        unlink_theme(session, change.noun_id, change.after["id"], now)
    else:
        link_again(session, change.noun_id, change.before, now)


def _tell_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    mark_told(session, change.noun_id, change.before["account"], actor_of(session).name, now, told=change.before["told"])


def _keep_view_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    if not change.after:
        restore_view(session, asker, change.before, now)
    elif find_view(session, change.noun_id) is not None:  # else somebody dropped it already
        drop_view(session, asker, change.noun_id, now)


def _judge_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    who, before = actor_of(session).name, change.before
    if find_judgement(session, change.noun_id, now) != change.after:
        raise ConflictError("somebody has judged it otherwise since, or the judgement has ended: change it by hand")
    end = datetime.fromisoformat(before["expires_at"]) if before else now
    if end > now:
        band = before["band"] if before["score"] is None else None  # a score says its band
        override_health(session, change.noun_id, band, before["score"], before["reason"], end, who, now)
    elif change.after:
        withdraw_override(session, change.noun_id, who, now)
    else:
        raise ConflictError("what was withdrawn would have ended by now")


def _mark_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    owner = (change.after or change.before)["owner_id"]
    if owner not in (EVERYBODY, asker.id):
        raise ForbiddenError("somebody put this snippet off for themselves: they alone may change that")
    if change.after:
        unmark(session, change.noun_id, owner, now)
    else:
        (mark_done if owner == EVERYBODY else put_off)(session, [change.noun_id], now)


def _assign_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    if list_owners(session, [change.noun_id]).get(change.noun_id) != change.after["user_id"]:
        raise ConflictError("somebody has assigned it otherwise since")
    assign_snippets(session, [change.noun_id], change.before["user_id"], now)


def _tag_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    if change.before:
        tag_feedback(session, change.before["name"], change.before["feedback_ids"], now)
    else:
        untag_feedback(session, change.noun_id, change.after["feedback_ids"], now)


def _note_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    (restore_note if change.before else remove_note)(session, change.noun_id, asker, now)


def _restore_user(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    user = get_user(session, change.noun_id)
    stands = {"name": user.name, "role": user.role, "active": user.is_active}
    if any(stands[field] != value for field, value in change.after.items()):
        raise ConflictError("somebody has changed it since: change it by hand")
    edit_user(session, user.id, change.before, now)


def _set_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    stored = list_stored(session).get(change.noun_id)
    if (stored.value if stored else None) != change.after.get("value"):
        raise ConflictError("somebody has changed it since: change it by hand")
    edit_settings(session, {change.noun_id: change.before.get("value")}, now)


def _assign_domain_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    if find_account_domain(session, change.noun_id) != change.after.get("account"):
        raise ConflictError("somebody has assigned it otherwise since")
    before = change.before.get("account")
    return (assign_domain(session, change.noun_id, before, now) if before else withdraw_domain(session, change.noun_id, now)).job_id


def _ignore_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    said = change.after
    if is_ignored(session, said["account_ref"], said["domain"]) != said["ignored"]:
        raise ConflictError("somebody has said otherwise since")
    ignore_origin(session, said["account_ref"], said["domain"], now, ignored=change.before["ignored"])


def _take_import_back(session: Session, change: Change, asker: Principal, now: datetime) -> str | None:
    # As a whole, with the first change that it left: what it brought needs nothing of its own.
    return undo_import(session, change, now) if change.id == change.act else None


def _weigh_health_as_before(session: Session, change: Change, asker: Principal, now: datetime) -> None:
    who, accepted = actor_of(session).name, find_accepted(session)
    if (accepted.id if accepted else None) != change.after.get("accepted"):
        raise ConflictError("somebody has accepted other weights since")
    if before := change.before.get("accepted"):
        accept_weights(session, before, who, now)
    else:
        withdraw_weights(session, change.noun_id, who, now)


_UNDO: Mapping[ChangeKind, Callable[[Session, Change, Principal, datetime], str | None]] = {
    ChangeKind.THEME_EDITED: _restore_theme,
    ChangeKind.DECISION_MADE: _take_decision_back,
    ChangeKind.DECISION_UNDONE: _decide_again,
    ChangeKind.PROPOSAL_REFUSED: _ask_again,
    ChangeKind.THEME_LINKED: _link_as_before,
    ChangeKind.BOILERPLATE_RULED: _rule_boilerplate_as_before,
    ChangeKind.ACCOUNT_TOLD: _tell_as_before,
    ChangeKind.VIEW_KEPT: _keep_view_as_before,
    ChangeKind.HEALTH_OVERRIDDEN: _judge_as_before,
    ChangeKind.SNIPPET_MARKED: _mark_as_before,
    ChangeKind.SNIPPET_ASSIGNED: _assign_as_before,
    ChangeKind.TAGGED: _tag_as_before,
    ChangeKind.NOTE_CHANGED: _note_as_before,
    ChangeKind.USER_EDITED: _restore_user,
    ChangeKind.SETTING_CHANGED: _set_as_before,
    ChangeKind.DOMAIN_ASSIGNED: _assign_domain_as_before,
    ChangeKind.ORIGIN_IGNORED: _ignore_as_before,
    ChangeKind.WEIGHTS_ACCEPTED: _weigh_health_as_before,
    **dict.fromkeys(IMPORTING, _take_import_back),
}
