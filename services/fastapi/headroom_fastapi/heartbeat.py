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
        self._last_lag = 0.0
        Gauge(
            "asyncio_eventloop_stall_seconds",
            "How long the event loop has not turned, as of this scrape; 0 while it turns.",
            registry=registry,
        ).set_function(self.stall_seconds)
        Gauge(
            "asyncio_eventloop_lag_seconds",
            "By how much the last beat of the event loop came late, or is late now.",
            registry=registry,
        ).set_function(self.lag_seconds)

    def stall_seconds(self) -> float:
        """Seconds by which the next beat is overdue; 0 within the threshold, and when nothing beats."""
        overdue = self._overdue_seconds()
        return overdue if overdue > STALL_THRESHOLD_SECONDS else 0.0

    def lag_seconds(self) -> float:
        """Seconds by which the last beat came late, or by which the next is overdue if that is more."""
        return max(self._last_lag, self._overdue_seconds())

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beats on the running loop as long as the context lasts."""
        task = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            task.cancel()
            self._beat_at = None
            self._last_lag = 0.0

    def _overdue_seconds(self) -> float:
        beat_at = self._beat_at
        return 0.0 if beat_at is None else max(0.0, monotonic() - beat_at - BEAT_SECONDS)

    async def _beat(self) -> None:
        while True:
            self._last_lag = self._overdue_seconds()
            self._beat_at = monotonic()
            await asyncio.sleep(BEAT_SECONDS)
