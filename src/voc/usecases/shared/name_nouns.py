"""Name what changes are of: themes, accounts, users, keys and boilerplate by their ids."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_names
from voc.db.boilerplate import list_boilerplate
from voc.db.keys import list_keys
from voc.db.themes import list_labels
from voc.db.users import list_users


def name_nouns(session: Session) -> Mapping[str, str]:
    """What people call each theme, account, user and key, and the words of boilerplate, by id."""
    people = {user.id: user.name for user in list_users(session)}
    sentences = {one.found.key: one.found.text for one in list_boilerplate(session)}
    return {**sentences, **list_labels(session), **list_account_names(session), **people, **{key.id: key.name for key in list_keys(session)}}
