"""The Celery application that sends the ticks: `celery -A voc_workers.beat beat`. It knows no task, so that its process loads no machine learning."""

from voc_workers.app import app
from voc_workers.schedule import beat_schedule

app.conf.imports = ()
app.conf.beat_schedule = beat_schedule
