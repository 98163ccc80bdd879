"""Runs processes side by side: starts them again when they die, stops them together."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

log = logging.getLogger(__name__)

STOP_SECONDS = 10
PATIENCE = (0.5, 1, 2, 5, 10)  # seconds before the first, second ... start again of a process that keeps dying
STEADY_SECONDS = 30  # a process that lived this long has not been dying


class Supervisor:
    """Holds named commands. `run` returns the exit status when a signal or the end of an `essential` process stops all."""

    def __init__(self, commands: Mapping[str, Sequence[str]], essential: str | None = None) -> None:
        self._commands = commands
        self._essential = essential
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._started: dict[str, float] = {}
        self._deaths: dict[str, int] = {}
        self._due: dict[str, float] = {}
        self._stopping = False

    def run(self) -> int:
        """Start all and keep them going until SIGTERM, SIGINT or the end of the essential one."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self._commands:
            self._start(name)
        status = 0
        while not self._stopping:
            time.sleep(0.2)
            for name, process in list(self._running.items()):
                if (code := process.poll()) is None:
                    continue
                del self._running[name]
                if name == self._essential:
                    status, self._stopping = code, True
                    break
                self._schedule(name, code)
            for name, due in list(self._due.items()):
                if not self._stopping and time.monotonic() >= due:
                    del self._due[name]
                    self._start(name)
        self._end_all()
        return status

    def _start(self, name: str) -> None:
        self._running[name] = subprocess.Popen(self._commands[name], stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent, env=os.environ.copy())
        self._started[name] = time.monotonic()

    def _schedule(self, name: str, code: int) -> None:
        steady = time.monotonic() - self._started[name] > STEADY_SECONDS
        self._deaths[name] = 0 if steady else self._deaths.get(name, -1) + 1
        wait = PATIENCE[min(self._deaths[name], len(PATIENCE) - 1)]
        log.warning("the %s ended with %d; starting it again in %s s", name, code, wait)
        self._due[name] = time.monotonic() + wait

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end_all(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _die_with_parent() -> None:
    """On Linux: be ended with the supervisor, even where it was killed. Its own process group keeps a terminal's Ctrl-C for the supervisor."""
    os.setpgrp()
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)
