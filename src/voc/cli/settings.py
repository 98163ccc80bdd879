"""`voc settings`: every setting, its value, where it came from and what it means."""

from collections.abc import Mapping

import typer
from rich.table import Table

from voc.cli.context import stderr, stdout
from voc.db.session import create_database, is_begun, reading
from voc.db.stored_settings import list_stored
from voc.domain.stored_settings import StoredSetting
from voc.errors import VocError
from voc.setting_origins import list_settings
from voc.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="Every setting with its meaning and where its value came from; secrets masked.")(settings)


def settings() -> None:
    current = get_settings()
    table = Table("setting", "value", "from", "meaning")
    for line in list_settings(current, _find_stored(current)):
        table.add_row(line.variable, line.value, line.origin, line.meaning)
    stdout.print(table)


def _find_stored(current: Settings) -> Mapping[str, StoredSetting]:
    """What is stored; nothing where the database is not there, for the settings may be what has to be mended."""
    if not is_begun(current.database_url):
        return {}
    try:
        engine = create_database(current.database_url)
        with reading(engine) as session:
            return list_stored(session)
    except VocError as error:
        stderr.print(f"without what is stored in the database: {error}", markup=False)
        return {}
