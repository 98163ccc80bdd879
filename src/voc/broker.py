"""The doorbell: the Celery application, and how to ring for a job. A message carries a job's id and nothing else; losing one costs time, never work."""

import logging
from pathlib import Path

from celery import Celery
from kombu.exceptions import OperationalError

from voc.settings import Settings

WORK_JOB = "voc.work_job"
TICK = "voc.tick"

# Fail at once where the broker refuses the connection: a web request's thread waits for the ring, and the next tick rings again anyway.
AT_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}

log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Celery:
    """The application that workers run and that anybody rings through."""
    app = Celery("voc", broker=settings.broker_url or "filesystem://")
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=5,
        timezone="UTC",
    )
    if settings.embedded_broker:
        app.conf.broker_transport_options = _folders(settings.data_dir.absolute() / "broker")
    elif settings.broker_url.startswith(("redis", "rediss")):
        # Longer than any job: the job's own lease brings it back long before.
        app.conf.broker_transport_options = {"visibility_timeout": 6 * 3600, **AT_ONCE}
        app.conf.visibility_timeout = 6 * 3600
    else:
        app.conf.task_default_queue_type = "quorum"
        app.conf.broker_transport_options = {"confirm_publish": True, **AT_ONCE}
    return app


def _folders(root: Path) -> dict[str, str | bool]:
    queue, control = root / "queue", root / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True, exist_ok=True)
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control), "store_processed": False}


def ring(app: Celery, job_id: str) -> bool:
    """Tell the workers of a job. False where the broker cannot be reached: the job waits for the next tick."""
    try:
        app.send_task(WORK_JOB, args=[job_id], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("the broker did not take the message for %s; the next tick rings again (%s)", job_id, error)
        return False
    return True


def is_reachable(app: Celery) -> bool:
    """Whether the broker answers now."""
    try:
        with app.connection_for_write(transport_options=dict(app.conf.broker_transport_options or {})) as connection:
            connection.ensure_connection(timeout=2, **AT_ONCE)
    except (OperationalError, OSError):
        return False
    return True
