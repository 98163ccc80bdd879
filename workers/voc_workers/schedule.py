"""What the beat does and how often. Which refresh is due is decided in `voc.usecases.keep_jobs`, so that any number of beats start it once."""

from voc.broker import TICK

TICK_SECONDS = 5.0

beat_schedule = {
    # A tick that nobody took in time is stale: the next one does its work.
    "tick": {"task": TICK, "schedule": TICK_SECONDS, "options": {"expires": 2 * TICK_SECONDS}},
}
