import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from prometheus_client import CollectorRegistry, Gauge

BEAT_SECONDS = 0.02
# A beat that is late by no more than this is jitter of the timer, not a stall.
STALL_THRESHOLD_SECONDS = 0.02


class Heartbeat:
    """Tells other threads for how long the event loop has not turned."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._beat_at: float | None = None
        Gauge(
            "asyncio_eventloop_stall_seconds",
            "How long the event loop has not turned, as of this scrape; 0 while it turns.",
            registry=registry,
        ).set_function(self.stall_seconds)

    def stall_seconds(self) -> float:
        """Seconds by which the next beat is overdue; 0 within the threshold, and when nothing beats."""
        beat_at = self._beat_at
        if beat_at is None:
            return 0.0
        overdue = monotonic() - beat_at - BEAT_SECONDS
        return overdue if overdue > STALL_THRESHOLD_SECONDS else 0.0

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beats on the running loop as long as the context lasts."""
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()
            self._beat_at = None

    async def _beat(self) -> None:
        while True:
            self._beat_at = monotonic()
            await asyncio.sleep(BEAT_SECONDS)
