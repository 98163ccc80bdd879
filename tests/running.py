"""The command line in this process: a new one takes two seconds to start. `tests/docs` and `tests/workers` start real ones."""

import io
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from voc import cli
from voc.settings import get_settings


@dataclass(frozen=True)
class Done:
    """What a command ended with and printed."""

    returncode: int
    stdout: str
    stderr: str


def run_voc(folder: Path, *words: str, environment: Mapping[str, str] | None = None) -> Done:
    """Run `voc` with the words in the folder. `environment`: variables beside this process's own."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["voc", *words])
        for name in [name for name in os.environ if name.startswith("VOC_")]:
            patch.delenv(name)
        for name, value in (environment or {}).items():
            patch.setenv(name, value)
        get_settings.cache_clear()
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            get_settings.cache_clear()
    return Done(code, out.getvalue(), err.getvalue())


def run_voc_on(engine: Engine, folder: Path, *words: str) -> Done:
    """`run_voc` on a database."""
    return run_voc(folder, *words, environment={"VOC_DATABASE_URL": engine.url.render_as_string(hide_password=False)})
