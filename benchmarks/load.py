"""How the service holds under load: people on pages and programs at the API of a real server, and a burst of requests at once. Prints a table.

    python benchmarks/load.py [--database .demo/voc.db] [--postgres URL] [--users 1 10 50 100] [--seconds 30] [--burst 60] [--workers 1]

Each user asks, waits 1 to 3 seconds, and asks again. Half are browsers with a session, half are programs with a key, one of whose requests in ten
writes. The burst is that many `GET /themes` at the same moment. `refused`: answers of 503 with Retry-After. `5xx`: all other answers of 500 and more.
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from served import Server, database_copy, serve

PAGES = (
    "/themes", "/themes", "/themes/{theme_id}", "/themes/{theme_id}/evidence", "/themes?scope=scalable&sort=-affected_arr", "/accounts",
    "/accounts/{account_id}", "/quotes", "/quotes?theme={theme_id}", "/inbox", "/search?q=export", "/feedback/{feedback_id}", "/reports/2026-09",
    "/leads", "/retention", "/silence",
)  # fmt: skip
API = (
    "/api/v1/themes?limit=50", "/api/v1/themes?limit=50", "/api/v1/themes/{theme_id}", "/api/v1/themes/{theme_id}/snippets",
    "/api/v1/themes/{theme_id}/accounts", "/api/v1/accounts?limit=50", "/api/v1/accounts/{account_id}", "/api/v1/accounts/{account_id}/health",
    "/api/v1/feedback?limit=50", "/api/v1/roadmap", "/api/v1/exposure", "/api/v1/search?q=export", "/api/v1/areas", "/api/v1/runs",
)  # fmt: skip
WRITES = 0.1  # of the requests of programs
PAUSE = (1.0, 3.0)  # seconds


@dataclass
class Answers:
    """What came back: seconds of each answer, how many of each status, and those of 503 that say when to try again."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refused: int = 0

    def add(self, seconds: float, answer: httpx.Response) -> None:
        self.seconds.append(seconds)
        self.statuses[answer.status_code] += 1
        self.refused += answer.status_code == 503 and "retry-after" in answer.headers

    def at(self, share: float) -> float:
        """Milliseconds that this share of the answers took at most."""
        return 1e3 * sorted(self.seconds)[min(int(share * len(self.seconds)), len(self.seconds) - 1)]

    @property
    def broken(self) -> int:
        return sum(count for status, count in self.statuses.items() if status >= 500) - self.refused


async def ask(client: httpx.AsyncClient, answers: Answers, method: str, path: str, **sent: object) -> None:
    begun = time.perf_counter()
    answer = await client.request(method, path, **sent)  # type: ignore[arg-type]
    answers.add(time.perf_counter() - begun, answer)


async def use(server: Server, number: int, until: float, answers: Answers) -> None:
    """One user until the moment."""
    rng = random.Random(number)  # the same users in every run
    is_browser = number % 2 == 0
    with_key = {"Authorization": f"Bearer {server.key}"}
    known = {"cookies": server.cookies[number // 2], "headers": {"accept": "text/html"}} if is_browser else {"headers": with_key}
    async with httpx.AsyncClient(base_url=server.url, timeout=120, **known) as client:  # type: ignore[arg-type]
        await asyncio.sleep(rng.uniform(0, PAUSE[1]))
        while time.perf_counter() < until:
            if not is_browser and rng.random() < WRITES:
                body = {"name": f"load {number}", "feedback_ids": [server.names["feedback_id"]]}
                await ask(client, answers, "POST", "/api/v1/tags", json=body)
            else:
                await ask(client, answers, "GET", rng.choice(PAGES if is_browser else API).format(**server.names))
            await asyncio.sleep(rng.uniform(*PAUSE))


async def run_users(server: Server, users: int, seconds: float) -> Answers:
    answers = Answers()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(use(server, number, until, answers) for number in range(users)))
    return answers


async def run_burst(server: Server, size: int) -> Answers:
    answers = Answers()
    limits = httpx.Limits(max_connections=size)
    async with httpx.AsyncClient(base_url=server.url, timeout=120, cookies=server.cookies[0], headers={"accept": "text/html"}, limits=limits) as client:
        await asyncio.gather(*(ask(client, answers, "GET", "/themes") for _ in range(size)))
    return answers


def show(database: str, what: str, answers: Answers, seconds: float) -> None:
    ok = len(answers.seconds) - answers.refused - answers.broken
    figures = [answers.at(share) for share in (0.5, 0.95, 0.99, 1)]
    other = sum(count for status, count in answers.statuses.items() if 400 <= status < 500)
    print(
        f"{database:<11} {what:<12} {len(answers.seconds):>8} {ok / seconds:>9.1f} {answers.broken:>5} {answers.refused:>8} {other:>5} "
        + " ".join(f"{f:>7.0f}" for f in figures),
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path(".demo/voc.db"))
    parser.add_argument("--postgres")
    parser.add_argument("--users", type=int, nargs="+", default=[1, 10, 50, 100])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--burst", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    print(f"{'database':<11} {'load':<12} {'requests':>8} {'ok/s':>9} {'5xx':>5} {'refused':>8} {'4xx':>5} {'p50 ms':>7} {'p95':>7} {'p99':>7} {'max':>7}")
    for name, url in (("sqlite", None), ("postgresql", given.postgres)):
        if name == "postgresql" and not url:
            continue
        options = ("--workers", str(given.workers)) if given.workers > 1 else ()
        with database_copy(given.database, url) as engine, serve(engine, max(given.users) // 2 + 1, *options) as server:
            asyncio.run(run_users(server, 10, 5))  # what is read once is read
            for users in given.users:
                show(name, f"{users} users", asyncio.run(run_users(server, users, given.seconds)), given.seconds)
            begun = time.perf_counter()
            answers = asyncio.run(run_burst(server, given.burst))
            show(name, f"burst of {given.burst}", answers, time.perf_counter() - begun)


if __name__ == "__main__":
    main()
