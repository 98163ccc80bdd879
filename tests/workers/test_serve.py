import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from subprocess import Popen

import psutil
from sqlalchemy import Engine


def test_serve_runs_api_and_worker_together_and_stops_them_together(fresh_database: Callable[[str], Engine], start_worker: Callable[..., Popen[bytes]]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = start_worker(fresh_database("sqlite"), command=("serve", "--port", str(port)))

    assert answer_of(f"http://127.0.0.1:{port}/healthz") == 200
    assert answer_of(f"http://127.0.0.1:{port}/api/v1/themes") == 401
    children = psutil.Process(serve.pid).children(recursive=True)
    assert {name for name in ("uvicorn", "worker", "beat") for c in children if name in c.cmdline()} == {"uvicorn", "worker", "beat"}

    serve.send_signal(signal.SIGTERM)
    serve.wait(30)
    _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []


def answer_of(url: str) -> int:
    """The status of the first answer; a server that is not up yet is asked again for a minute."""
    for _ in range(240):
        try:
            with urllib.request.urlopen(url) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{url} did not answer")
