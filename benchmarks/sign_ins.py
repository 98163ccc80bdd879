"""Whether a flood of sign-ins makes others wait: the time of a write on a quiet server, and beside the flood. Prints a table.

    python benchmarks/sign_ins.py [--database .demo/voc.db] [--postgres URL] [--sign-ins 116] [--writes 40]

The sign-ins come at once, each for an address and from an origin of its own, so that no limit stops them. A write is `POST /api/v1/tags`. One write
follows the other.
"""

import argparse
import asyncio
import statistics
import time
from pathlib import Path

import httpx
from served import Server, database_copy, serve


async def write(client: httpx.AsyncClient, server: Server, number: int) -> float:
    """Milliseconds of one write."""
    begun = time.perf_counter()
    answer = await client.post("/api/v1/tags", json={"name": f"quiet {number}", "feedback_ids": [server.names["feedback_id"]]})
    answer.raise_for_status()
    return 1e3 * (time.perf_counter() - begun)


async def sign_in(client: httpx.AsyncClient, number: int) -> int:
    """The status of a sign-in by a wrong password."""
    origin = {"x-forwarded-for": f"10.0.{number // 250}.{number % 250 + 1}"}
    answer = await client.post("/sign-in", data={"email": f"person{number}@example.com", "password": "not the right one"}, headers=origin)
    return answer.status_code


async def measure(server: Server, sign_ins: int, writes: int) -> tuple[list[float], list[float], float, set[int]]:
    """(quiet writes, writes beside the flood, seconds of the flood, what the sign-ins were answered)."""
    limits = httpx.Limits(max_connections=sign_ins + 4)
    key = {"Authorization": f"Bearer {server.key}"}
    async with httpx.AsyncClient(base_url=server.url, timeout=120, limits=limits) as flood, httpx.AsyncClient(base_url=server.url, headers=key) as quiet:
        for number in range(5):
            await write(quiet, server, number)
        alone = [await write(quiet, server, number) for number in range(writes)]
        begun = time.perf_counter()
        tries = asyncio.gather(*(sign_in(flood, number) for number in range(sign_ins)))
        beside = []
        while not tries.done():
            beside.append(await write(quiet, server, len(beside)))
        return alone, beside, time.perf_counter() - begun, set(await tries)


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path(".demo/voc.db"))
    parser.add_argument("--postgres")
    parser.add_argument("--sign-ins", type=int, default=116)
    parser.add_argument("--writes", type=int, default=40)
    given = parser.parse_args()
    print(f"{'database':<11} {'write':<22} {'writes':>6} {'median ms':>10} {'p95':>7} {'max':>7}  sign-ins")
    for name, url in (("sqlite", None), ("postgresql", given.postgres)):
        if name == "postgresql" and not url:
            continue
        with database_copy(given.database, url) as engine, serve(engine, 0) as server:
            alone, beside, seconds, statuses = asyncio.run(measure(server, given.sign_ins, given.writes))
        told = f"{given.sign_ins} in {seconds:.1f} s, answered {sorted(statuses)}"
        for what, found, more in (("quiet", alone, ""), ("beside the sign-ins", beside, told)):
            found.sort()
            print(f"{name:<11} {what:<22} {len(found):>6} {statistics.median(found):>10.1f} {found[int(0.95 * len(found))]:>7.1f} {found[-1]:>7.1f}  {more}")


if __name__ == "__main__":
    main()
