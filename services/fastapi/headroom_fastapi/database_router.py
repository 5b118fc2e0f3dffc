from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from headroom_fastapi.database import Item
from headroom_fastapi.settings import DatabaseSettings

PATHS = ("/db/sync", "/db/async", "/db/read/sync", "/db/read/async")


def database_router(database: DatabaseSettings) -> APIRouter:
    """A slow query and the read of a row by its key, each by a blocking and by an asynchronous driver."""
    return _off() if database.url is None else _on(database)


def _off() -> APIRouter:
    router = APIRouter()

    async def off() -> None:
        raise HTTPException(503, "There is no database: set FASTAPI_DATABASE_URL.")

    for path in PATHS:
        router.get(path, response_model=None)(off)
    return router


def _on(database: DatabaseSettings) -> APIRouter:
    # Here, as they take time and memory that a service without a database should not need.
    from headroom_fastapi.database_async import AsyncDatabase
    from headroom_fastapi.database_sync import SyncDatabase

    blocking = SyncDatabase(database)
    asynchronous = AsyncDatabase(database)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        blocking.open()
        await asynchronous.open()
        yield
        asynchronous.close()
        blocking.close()

    router = APIRouter(lifespan=lifespan)

    @router.get("/db/sync", response_model=None)
    def db_sync() -> Item:
        return blocking.query_slowly()

    @router.get("/db/async", response_model=None)
    async def db_async() -> Item:
        return await asynchronous.query_slowly()

    @router.get("/db/read/sync", response_model=None)
    def db_read_sync() -> Item:
        return blocking.read()

    @router.get("/db/read/async", response_model=None)
    async def db_read_async() -> Item:
        return await asynchronous.read()

    return router
