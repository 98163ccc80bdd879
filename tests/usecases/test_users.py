"""Users: added, invited, edited; what they prove who they are by."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine, text

from voc.db import stored_settings
from voc.db.changes import list_changes
from voc.db.session import reading, transaction
from voc.db.users import User, find_user, get_user
from voc.domain.changes import Actor
from voc.domain.roles import Principal, Role
from voc.errors import AuthError, ConflictError, InputError, NotFoundError
from voc.usecases.people import set_password
from voc.usecases.people.add_user import add_first_user, add_user
from voc.usecases.people.edit_user import edit_user
from voc.usecases.people.invite_user import INVITATION_LASTS, accept_invitation, find_invited, invite_user
from voc.usecases.people.set_password import MEMORY_KIB, hash_password
from voc.usecases.people.sign_in import find_session, start_session_by_password

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
PASSWORD = "correct horse battery"


def add(engine: Engine, email: str = "ana@example.com", role: str = "pm", password: str | None = PASSWORD) -> User:
    with transaction(engine) as session:
        return add_user(session, email, "Ana", role, NOW, password_hash=hash_password(password, email) if password else None)


def test_a_password_signs_in_whatever_the_case_of_the_address(engine: Engine) -> None:
    user = add(engine)
    token = start_session_by_password(engine, " Ana@Example.com", PASSWORD, NOW)
    with reading(engine) as session:
        assert find_session(session, token, NOW) == Principal(user.id, "Ana", Role.PM, "ana@example.com")


@pytest.mark.parametrize(
    ("email", "password"), [("ana@example.com", "correct horse batterz"), ("ana@example.com", ""), ("bob@example.com", PASSWORD), ("", "")]
)
def test_a_wrong_address_and_a_wrong_password_are_told_in_the_same_words(engine: Engine, email: str, password: str) -> None:
    add(engine)
    with pytest.raises(AuthError, match="e-mail address and password open nothing"):
        start_session_by_password(engine, email, password, NOW)


def test_a_user_without_a_password_signs_in_by_none(engine: Engine) -> None:
    add(engine, password=None)
    for password in ("", "None", "a password that nobody has"):
        with pytest.raises(AuthError):
            start_session_by_password(engine, "ana@example.com", password, NOW)


def test_the_password_is_stored_as_argon2id_alone(engine: Engine) -> None:
    add(engine)
    with engine.connect() as connection:
        everything = [str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in ("app_user", "change", "web_session")]
    assert not any(PASSWORD in found for found in everything)
    assert "$argon2id$" in everything[0]


@pytest.mark.parametrize(
    ("email", "name", "role", "password"),
    [
        ("ana", "Ana", "pm", PASSWORD),
        ("ana@x", "Ana", "pm", PASSWORD),
        ("a b@example.com", "Ana", "pm", PASSWORD),
        ("ana@example.com\n", "", "pm", PASSWORD),
        ("ana@example.com", "A\0", "pm", PASSWORD),
        ("ana@example.com", "Ana", "boss", PASSWORD),
        ("ana@example.com", "Ana", "pm", "short"),
        ("ana@example.com", "Ana", "pm", "aaaaaaaaaaaa"),
        ("ana@example.com", "Ana", "pm", "ana@example.com"),
        ("ana@example.com", "Ana", "pm", "x" * 201),
    ],
)
def test_a_user_who_cannot_be_is_refused(engine: Engine, email: str, name: str, role: str, password: str) -> None:
    with transaction(engine) as session, pytest.raises(InputError):
        add_user(session, email, name, role, NOW, password_hash=hash_password(password, email))


def test_an_address_is_one_users(engine: Engine) -> None:
    add(engine)
    with pytest.raises(ConflictError):
        add(engine, "ANA@example.com")


def test_the_first_user_is_an_admin_and_there_is_one_first(engine: Engine) -> None:
    with transaction(engine) as session:
        assert add_first_user(session, "ana@example.com", "Ana", hash_password(PASSWORD, "ana@example.com"), NOW).role == Role.ADMIN
        with pytest.raises(ConflictError):
            add_first_user(session, "bob@example.com", "Bob", hash_password(PASSWORD, "bob@example.com"), NOW)


def test_an_invitation_sets_the_password_once_and_ends_other_sessions(engine: Engine) -> None:
    user = add(engine)
    before = start_session_by_password(engine, user.email, PASSWORD, NOW)
    with transaction(engine) as session:
        first, second = invite_user(session, user.id, NOW), invite_user(session, user.id, NOW)
        assert find_invited(session, first, NOW).id == user.id
    token = accept_invitation(engine, first, "another long one", NOW)
    with reading(engine) as session:
        assert find_session(session, token, NOW) is not None
        assert find_session(session, before, NOW) is None
    for used in (first, second):
        with pytest.raises(AuthError):
            accept_invitation(engine, used, "a third long one", NOW)
    start_session_by_password(engine, user.email, "another long one", NOW)
    with pytest.raises(AuthError):
        start_session_by_password(engine, user.email, PASSWORD, NOW)


def test_a_password_stored_by_other_parameters_is_stored_by_todays_at_the_next_sign_in(engine: Engine) -> None:
    costly = Argon2Hasher(time_cost=2, memory_cost=1024, parallelism=2).hash(PASSWORD)
    with transaction(engine) as session:
        user = add_user(session, "ana@example.com", "Ana", "pm", NOW, password_hash=costly)
    start_session_by_password(engine, user.email, PASSWORD, NOW)
    with reading(engine) as session:
        renewed = get_user(session, user.id).password_hash
    assert renewed is not None and renewed != costly and f"m={MEMORY_KIB}" in renewed
    start_session_by_password(engine, user.email, PASSWORD, NOW)


def test_a_password_is_hashed_while_nobody_waits_for_the_database(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    user = add(engine)
    with transaction(engine) as session:
        invitation = invite_user(session, user.id, NOW)
    write, hasher = (lambda: save_setting(engine)), set_password._hasher()

    class Writing:
        """Somebody writes while a password is hashed: on SQLite this waits for every other transaction that writes."""

        def hash(self, *given: Any) -> str:
            write()
            return hasher.hash(*given)

        def verify_and_update(self, *given: Any) -> Any:
            write()
            return hasher.verify_and_update(*given)

    monkeypatch.setattr(set_password, "_hasher", Writing)
    start_session_by_password(engine, user.email, PASSWORD, NOW)
    accept_invitation(engine, invitation, "another long one", NOW)


def save_setting(engine: Engine) -> None:
    held = engine.pool.checkedout()  # type: ignore[attr-defined]
    with transaction(engine) as session:
        stored_settings.save_setting(session, "plans", "Team", "Ana", NOW)
    assert held == 0


def test_an_invitation_expires_and_is_no_session(engine: Engine) -> None:
    user = add(engine)
    with transaction(engine) as session:
        token = invite_user(session, user.id, NOW)
        assert find_session(session, token, NOW) is None
        with pytest.raises(AuthError):
            find_invited(session, token, NOW + INVITATION_LASTS)


def test_a_role_changes_at_once_and_who_is_out_is_signed_out(engine: Engine) -> None:
    add(engine, "boss@example.com", "admin")
    user = add(engine)
    token = start_session_by_password(engine, user.email, PASSWORD, NOW)
    with transaction(engine) as session:
        edit_user(session, user.id, {"role": "leadership"}, NOW)
        assert find_session(session, token, NOW).role is Role.LEADERSHIP  # type: ignore[union-attr]
        edit_user(session, user.id, {"active": False}, NOW)
        assert find_session(session, token, NOW) is None
    with pytest.raises(AuthError):
        start_session_by_password(engine, user.email, PASSWORD, NOW)
    with transaction(engine) as session:
        with pytest.raises(ConflictError):
            invite_user(session, user.id, NOW)
        assert edit_user(session, user.id, {"active": True}, NOW + timedelta(days=1)).is_active


@pytest.mark.parametrize("edits", [{"role": "pm"}, {"active": False}])
def test_the_last_admin_stays(engine: Engine, edits: dict[str, Any]) -> None:
    admin = add(engine, role="admin")
    with pytest.raises(ConflictError, match="last admin"), transaction(engine) as session:
        edit_user(session, admin.id, edits, NOW)
    with reading(engine) as session:
        assert get_user(session, admin.id) == admin


@pytest.mark.parametrize("edits", [{"role": "boss"}, {"name": ""}, {"active": "yes"}])
def test_an_edit_that_cannot_be_is_refused(engine: Engine, edits: dict[str, Any]) -> None:
    user = add(engine)
    with transaction(engine) as session, pytest.raises(InputError):
        edit_user(session, user.id, edits, NOW)
    with transaction(engine) as session, pytest.raises(NotFoundError):
        edit_user(session, "usr_none", {}, NOW)


def test_the_audit_log_says_who_changed_a_user_and_from_what(engine: Engine) -> None:
    add(engine, "boss@example.com", "admin")
    user = add(engine)
    with transaction(engine, Actor("usr_boss", "The boss")) as session:
        edit_user(session, user.id, {"role": "csm", "name": "Ana"}, NOW)
        edit_user(session, user.id, {"role": "csm"}, NOW)
    with reading(engine) as session:
        found = [change for _, change in list_changes(session, 10, noun_ids=[user.id])]
    assert [(c.actor.name, c.kind, c.before, c.after) for c in found] == [
        ("The boss", "user.edited", {"role": "pm"}, {"role": "csm"}),
        ("voc", "user.changed", {}, {"email": "ana@example.com", "name": "Ana", "role": "pm"}),
    ]
    with reading(engine) as session:
        assert find_user(session, subject="nobody") is None


def test_others_are_edited_while_no_user_is_an_admin_yet(engine: Engine) -> None:
    user = add(engine)
    with transaction(engine) as session:
        assert edit_user(session, user.id, {"role": "csm"}, NOW).role == "csm"
