from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter

from headroom_fastapi.settings import UpstreamSettings

if TYPE_CHECKING:
    from headroom_fastapi.upstream_async import AsyncUpstream
    from headroom_fastapi.upstream_sync import SyncUpstream


def http_router(upstream: UpstreamSettings, connections: int) -> APIRouter:
    """One call of the slow HTTP service behind this one; `connections` bound the asynchronous calls."""
    clients = _Clients(upstream, connections)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        await clients.close()

    router = APIRouter(lifespan=lifespan)

    @router.get("/http/sync", response_model=None)
    def http_sync() -> dict[str, int]:
        return {"bytes": clients.sync().call()}

    @router.get("/http/async", response_model=None)
    async def http_async() -> dict[str, int]:
        return {"bytes": await clients.asynchronous().call()}

    return router


class _Clients:
    """Made at the first call, as their libraries take time and memory of which other routes should know nothing."""

    def __init__(self, upstream: UpstreamSettings, connections: int) -> None:
        self._upstream = upstream
        self._connections = connections
        self._sync: SyncUpstream | None = None
        self._async: AsyncUpstream | None = None

    def sync(self) -> "SyncUpstream":
        if self._sync is None:
            from headroom_fastapi.upstream_sync import SyncUpstream

            # Of two threads that come here at once, one makes a client that is used once.
            self._sync = SyncUpstream(self._upstream)
        return self._sync

    def asynchronous(self) -> "AsyncUpstream":
        if self._async is None:
            from headroom_fastapi.upstream_async import AsyncUpstream

            self._async = AsyncUpstream(self._upstream, self._connections)
        return self._async

    async def close(self) -> None:
        if self._async is not None:
            await self._async.close()
