"""Name what changes are of: themes, accounts, users and keys by their ids."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_names
from voc.db.keys import list_keys
from voc.db.themes import list_labels
from voc.db.users import list_users


def name_nouns(session: Session) -> Mapping[str, str]:
    """What people call each theme, account, user and key, by id."""
    people = {user.id: user.name for user in list_users(session)}
    return {**list_labels(session), **list_account_names(session), **people, **{key.id: key.name for key in list_keys(session)}}
