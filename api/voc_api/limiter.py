"""Limits how many do the same thing at once. The others wait without holding a thread or a connection, up to a limit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from voc.errors import UnavailableError


class Limiter:
    """`size` places. Whoever finds none free within `patience` seconds gets an UnavailableError."""

    def __init__(self, size: int, patience: float) -> None:
        self._free = asyncio.Semaphore(size)
        self._patience = patience

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold a place. First come, first served."""
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise UnavailableError("too many requests at once: try again in a few seconds") from None
        try:
            yield
        finally:
            self._free.release()
