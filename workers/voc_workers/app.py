"""The Celery application that `voc worker` and `voc serve` run: `celery -A voc_workers.app worker`."""

from celery.signals import setup_logging, worker_process_init

from voc.broker import create_app
from voc.logs import configure_logs
from voc.settings import get_settings

app = create_app(get_settings())
app.conf.imports = ("voc_workers.tasks",)


@setup_logging.connect  # type: ignore[untyped-decorator]
def _log_as_set(**_: object) -> None:
    settings = get_settings()
    configure_logs(settings.log_format, settings.log_level)


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _leave_parents_connections(**_: object) -> None:
    """A forked worker must not talk over its parent's database connections."""
    from voc_workers.tasks import engine

    engine().dispose(close=False)
