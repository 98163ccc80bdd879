"""Keys, sign-in links and sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from voc.db.keys import list_keys
from voc.db.session import reading, transaction
from voc.domain.api_keys import hash_secret, is_key, make_key
from voc.domain.roles import MAY, Action, Principal, Role, find_role
from voc.errors import AuthError, ForbiddenError, InputError, NotFoundError
from voc.usecases.people.create_key import check_key, create_key, ensure_first_key
from voc.usecases.people.revoke_key import revoke_key
from voc.usecases.people.sign_in import LINK_LASTS, SESSION_LASTS, create_sign_in_link, end_session, exchange_link, find_session, start_session_by_key

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def test_a_key_is_long_random_and_tells_a_typing_error() -> None:
    keys = {make_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(is_key(key) and len(key) == 53 and key.startswith("voc_") for key in keys)
    key = keys.pop()
    for place in range(4, len(key)):
        assert not is_key(key[:place] + ("a" if key[place] != "a" else "b") + key[place + 1 :])
    assert not any(is_key(wrong) for wrong in ("", "voc_", key[:-1], key + "0", key.upper(), "voc_\ud800"))


def test_a_key_names_its_holder_and_is_stored_nowhere(engine: Engine) -> None:
    with transaction(engine) as session:
        key_id, plain = create_key(session, " export ", "csm", NOW)
        assert check_key(session, plain, NOW)[0] == Principal(key_id, "export", Role.CSM)
    with engine.connect() as connection:
        assert plain not in str(connection.execute(text("SELECT * FROM api_key")).all())


def test_a_key_ends_when_it_expires_or_is_revoked(engine: Engine) -> None:
    with transaction(engine) as session:
        key_id, plain = create_key(session, "short", "pm", NOW, NOW + timedelta(hours=1))
        check_key(session, plain, NOW + timedelta(minutes=59))
        with pytest.raises(AuthError):
            check_key(session, plain, NOW + timedelta(hours=1))
        revoke_key(session, key_id, NOW)
        revoke_key(session, key_id, NOW + timedelta(days=1))
        with pytest.raises(AuthError):
            check_key(session, plain, NOW)
        with pytest.raises(NotFoundError):
            revoke_key(session, "key_none", NOW)
        assert [key.revoked_at for key in list_keys(session)] == [NOW]


@pytest.mark.parametrize(("name", "role", "expires"), [("", "pm", None), ("x" * 101, "pm", None), ("a\nb", "pm", None), ("a", "boss", None), ("a", "pm", NOW)])
def test_a_key_that_cannot_be_is_refused(engine: Engine, name: str, role: str, expires: datetime | None) -> None:
    with reading(engine) as session, pytest.raises(InputError):
        create_key(session, name, role, NOW, expires)


def test_the_first_key_is_an_admins_and_is_made_once(engine: Engine) -> None:
    with transaction(engine) as session:
        plain = ensure_first_key(session, NOW)
        assert plain
        assert check_key(session, plain, NOW)[0].role is Role.ADMIN
        assert ensure_first_key(session, NOW) is None


def test_a_link_signs_in_once_and_for_a_day(engine: Engine) -> None:
    with transaction(engine) as session:
        link, late = (create_sign_in_link(session, "pm", "Ana", NOW) for _ in range(2))
        token = exchange_link(session, link, NOW + timedelta(hours=1))
        assert find_session(session, token, NOW + timedelta(hours=2)) == Principal(f"session:{hash_secret(token)[:24]}", "Ana", Role.PM)
        assert find_session(session, link, NOW) is None
        for gone, moment in ((link, NOW), (late, NOW + LINK_LASTS), (token, NOW), ("", NOW)):
            with pytest.raises(AuthError):
                exchange_link(session, gone, moment)


def test_a_session_ends_by_time_by_its_key_and_by_signing_out(engine: Engine) -> None:
    with transaction(engine) as session:
        _, key = create_key(session, "laptop", "csm", NOW, NOW + timedelta(days=1))
        by_key = start_session_by_key(session, key, NOW)
        by_link = exchange_link(session, create_sign_in_link(session, "pm", "Ana", NOW), NOW)
        assert find_session(session, by_key, NOW + timedelta(days=1)) is None
        assert find_session(session, by_link, NOW + SESSION_LASTS - timedelta(seconds=1))
        assert find_session(session, by_link, NOW + SESSION_LASTS) is None
        end_session(session, by_link)
        assert find_session(session, by_link, NOW) is None
        with pytest.raises(AuthError):
            start_session_by_key(session, key[:-1], NOW)


def test_one_table_says_who_may_do_what() -> None:
    assert MAY.keys() == set(Action)
    assert {role for role in Role if Principal("x", "x", role).may(Action.WRITE)} == {Role.PM, Role.CSM, Role.ADMIN}
    assert {role for role in Role if Principal("x", "x", role).may(Action.ADMINISTER)} == {Role.ADMIN}
    assert all(Principal("x", "x", role).may(Action.READ) for role in Role)
    with pytest.raises(ForbiddenError, match="leadership may not"):
        Principal("x", "x", Role.LEADERSHIP).require(Action.WRITE)
    with pytest.raises(InputError, match="pm, csm, leadership, admin"):
        find_role("boss")
