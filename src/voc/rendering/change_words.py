"""Changes in words: one line each, as the audit log and an undo toast say it."""

from collections.abc import Callable, Mapping
from typing import Any

from voc.domain.changes import Change, ChangeKind
from voc.domain.themes import STATUSES
from voc.domain.words import count
from voc.rendering.formats import name
from voc.rendering.shapes import Shape


def tell_change(change: Change, labels: Mapping[str, str]) -> str:
    """What was done, such as `merged Bulk export into Exports`. `labels` name themes, users and keys by id."""
    return _WORDS.get(change.kind, _plainly)(change, labels)


def shape_change(change: Change, labels: Mapping[str, str]) -> Shape:
    """A change in the API's shape."""
    return {
        "object": "change",
        "id": change.id,
        "happened_at": change.happened_at.isoformat(),
        "actor": {"id": change.actor.id, "name": change.actor.name},
        "kind": str(change.kind),
        "noun_id": change.noun_id,
        "before": dict(change.before),
        "after": dict(change.after),
        "text": tell_change(change, labels),
        "can_undo": change.can_undo,
        "undone_at": change.undone_at.isoformat() if change.undone_at else None,
    }


def _edited(change: Change, labels: Mapping[str, str]) -> str:
    after = change.after
    if "label" in after and after.get("label"):
        return f"renamed {change.before.get('label') or 'a theme'} to {after['label']}"
    theme = labels.get(change.noun_id, change.noun_id)
    if after.get("label_source") == "auto":
        return f"gave the label of {theme} back to the machine"
    if after.keys() == {"pinned"}:
        return _pinned(after, theme)
    told = [f"{name(field)}: {_value(after[field])}" for field in sorted(after) if field != "label_source"]
    return f"changed {theme}: {'; '.join(told)}"


def _value(value: Any) -> str:
    """A status as people call it; other values as they are."""
    return "none" if value is None else name(value) if value in STATUSES else str(value)


def _pinned(after: Mapping[str, Any], theme: str) -> str:
    return f"pinned {theme}" if after["pinned"] else f"unpinned {theme}"


def _linked(change: Change, labels: Mapping[str, str]) -> str:
    theme = labels.get(change.noun_id, change.noun_id)
    return f"linked {change.after['title']} to {theme}" if change.after else f"took the link {change.before['title']} off {theme}"


def _ruled_boilerplate(change: Change, labels: Mapping[str, str]) -> str:
    sentence = f"“{labels[change.noun_id][:80]}”" if change.noun_id in labels else "a recurring sentence"
    if not change.after:
        return f"left it to the machine again whether {sentence} is boilerplate"
    return f"called {sentence} {'boilerplate' if change.after['is_boilerplate'] else 'feedback, not boilerplate'}"


def _told(change: Change, labels: Mapping[str, str]) -> str:
    return f"{'noted' if change.after['told'] else 'took back'} that {change.after['name']} was told of {labels.get(change.noun_id, change.noun_id)}"


def _kept_view(change: Change, labels: Mapping[str, str]) -> str:
    return f"kept the view {change.after['name']}" if change.after else f"dropped the view {change.before['name']}"


def _decided(change: Change, labels: Mapping[str, str]) -> str:
    return _DECIDED[(change.after or change.before)["kind"]](change.after or change.before, labels)


def _taken_back(change: Change, labels: Mapping[str, str]) -> str:
    return f"undid: {_decided(change, labels)}"


def _refused(change: Change, labels: Mapping[str, str]) -> str:
    themes = " and ".join(labels.get(theme, theme) for theme in change.after["themes"])
    return f"said that {themes} {'is one theme' if change.after['kind'] == 'split' else 'are not one theme'}"


def _overridden(change: Change, labels: Mapping[str, str]) -> str:
    return f"said that an account is {name(change.after['band'])}: {change.after['reason']}" if change.after else "withdrew a word on an account's health"


def _marked(change: Change, labels: Mapping[str, str]) -> str:
    facts = change.after or change.before
    told = "put off a snippet" if facts["owner_id"] else "marked a snippet as done"
    return told if change.after else f"took back: {told}"


def _assigned(change: Change, labels: Mapping[str, str]) -> str:
    return f"assigned a snippet to {change.after['name']}" if change.after.get("user_id") else "assigned a snippet to nobody"


def _tagged(change: Change, labels: Mapping[str, str]) -> str:
    facts = change.after or change.before
    items = count(len(facts["feedback_ids"]), "item")
    return f"tagged {items} {facts['name']}" if change.after else f"took the tag {facts['name']} off {items}"


def _noted(change: Change, labels: Mapping[str, str]) -> str:
    return "wrote a note" if change.after else "took a note away"


def _edited_user(change: Change, labels: Mapping[str, str]) -> str:
    after = change.after
    told = [f"{name(field)}: {value}" for field, value in after.items() if field != "active"]
    if "active" in after:
        told.append("may sign in" if after["active"] else "may sign in no more")
    return f"changed {labels.get(change.noun_id, 'a user')}: {'; '.join(told)}"


def _changed_user(change: Change, labels: Mapping[str, str]) -> str:
    who = labels.get(change.noun_id, "a user")
    if "invited" in change.after:
        return f"invited {who}"
    return f"{who} chose a password" if "password" in change.after else f"added {who}, {change.after.get('role', '')}"


def _changed_key(change: Change, labels: Mapping[str, str]) -> str:
    key = labels.get(change.noun_id, change.noun_id)
    return f"revoked the key {key}" if change.after.get("revoked") else f"made the key {key}, {change.after.get('role', '')}"


def _set(change: Change, labels: Mapping[str, str]) -> str:
    words = name(change.noun_id).lower()
    return f"set {words} to {change.after['value']}" if change.after else f"left {words} to the environment again"


def _accepted(change: Change, labels: Mapping[str, str]) -> str:
    return f"accepted the health weights {change.noun_id}" if change.after else "went back to the shipped health weights"


def _erased(change: Change, labels: Mapping[str, str]) -> str:
    return f"erased {count(change.after['items'], 'feedback item')}, chosen by {change.after['by']}"


def _began_import(change: Change, labels: Mapping[str, str]) -> str:
    return f"began to import {name(change.noun_id).lower()} from {change.after['file']}"


def _imported(change: Change, labels: Mapping[str, str]) -> str:
    counts = [f"{change.after[field]:,} {field}" for field in ("added", "updated") if field in change.after]
    source = f" from {change.after['file']}" if "file" in change.after else ""
    return f"imported {name(change.noun_id).lower()}{source}: {', '.join(counts)}"


def _undid_import(change: Change, labels: Mapping[str, str]) -> str:
    return f"undid an import: {change.after['removed']:,} rows removed, {change.after['restored']:,} as they were before"


def _assigned_domain(change: Change, labels: Mapping[str, str]) -> str:
    account = change.after.get("account")
    return f"assigned {change.noun_id} to {labels.get(account, account)}" if account else f"assigned {change.noun_id} to nobody any more"


def _ignored_origin(change: Change, labels: Mapping[str, str]) -> str:
    what = " and ".join(said for said in (change.after["account_ref"], change.after["domain"]) if said)
    return f"asks nobody any more whose feedback of {what} is" if change.after["ignored"] else f"asks again whose feedback of {what} is"


def _changed_profile(change: Change, labels: Mapping[str, str]) -> str:
    if change.after:
        return f"will know files of {name(change.after['kind']).lower()} like “{change.after['title']}”"
    return f"will no longer know files like “{change.before['title']}”"


def _plainly(change: Change, labels: Mapping[str, str]) -> str:
    told = "; ".join(f"{name(field)}: {value}" for field, value in (change.after or change.before).items())
    return f"{name(str(change.kind).replace('.', ' '))}{f' ({told})' if told else ''}"


def _theme(facts: Mapping[str, Any], field: str, labels: Mapping[str, str]) -> str:
    return labels.get(facts[field], facts[field]) if facts[field] else "no theme"


_DECIDED: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], str]] = {
    "merge": lambda f, labels: f"merged {_theme(f, 'theme_id', labels)} into {_theme(f, 'into_id', labels)}",
    "split": lambda f, labels: f"split {count(f['snippets'], 'snippet')} off {_theme(f, 'theme_id', labels)} as {_theme(f, 'into_id', labels)}",
    "dismiss": lambda f, labels: f"dismissed {_theme(f, 'theme_id', labels)}" + (f": {f['reason']}" if f.get("reason") else ""),
    "move": lambda f, labels: f"moved a snippet to {_theme(f, 'theme_id', labels)}",
    "confirm": lambda f, labels: f"confirmed that a snippet is in {_theme(f, 'theme_id', labels)}",
    "ignore": lambda f, labels: "ignored a snippet",
}

_WORDS: Mapping[ChangeKind, Callable[[Change, Mapping[str, str]], str]] = {
    ChangeKind.THEME_EDITED: _edited,
    ChangeKind.DECISION_MADE: _decided,
    ChangeKind.DECISION_UNDONE: _taken_back,
    ChangeKind.PROPOSAL_REFUSED: _refused,
    ChangeKind.THEME_LINKED: _linked,
    ChangeKind.BOILERPLATE_RULED: _ruled_boilerplate,
    ChangeKind.ACCOUNT_TOLD: _told,
    ChangeKind.VIEW_KEPT: _kept_view,
    ChangeKind.HEALTH_OVERRIDDEN: _overridden,
    ChangeKind.SNIPPET_MARKED: _marked,
    ChangeKind.SNIPPET_ASSIGNED: _assigned,
    ChangeKind.TAGGED: _tagged,
    ChangeKind.NOTE_CHANGED: _noted,
    ChangeKind.USER_EDITED: _edited_user,
    ChangeKind.USER_CHANGED: _changed_user,
    ChangeKind.KEY_CHANGED: _changed_key,
    ChangeKind.SETTING_CHANGED: _set,
    ChangeKind.DOMAIN_ASSIGNED: _assigned_domain,
    ChangeKind.ORIGIN_IGNORED: _ignored_origin,
    ChangeKind.PROFILE_CHANGED: _changed_profile,
    ChangeKind.FEEDBACK_ERASED: _erased,
    ChangeKind.WEIGHTS_ACCEPTED: _accepted,
    ChangeKind.IMPORT_BEGUN: _began_import,
    ChangeKind.IMPORT_DONE: _imported,
    ChangeKind.IMPORT_UNDONE: _undid_import,
}
