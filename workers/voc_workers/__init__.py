"""Background work: the Celery app, its tasks and its schedule."""
