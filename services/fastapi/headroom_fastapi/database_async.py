import asyncio
from time import monotonic
from typing import Any

import asyncpg

from headroom_fastapi.database import ITEM_ID, Item, item_of, lost, no_table, none_free, too_late, unreachable
from headroom_fastapi.settings import DatabaseSettings


class AsyncDatabase:
    """PostgreSQL by `asyncpg` and its pool: a query gives the event loop back until its row is there."""

    def __init__(self, database: DatabaseSettings) -> None:
        self._database = database
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    async def open(self) -> None:
        """Makes the pool usable. Connects only once there is a request."""
        timeout_seconds = self._database.timeout_seconds
        self._pool = await asyncpg.create_pool(
            self._database.url,
            # None before the first request: the service starts although PostgreSQL is down.
            min_size=0,
            max_size=self._database.pool_size,
            max_inactive_connection_lifetime=0,
            reset=_leave_as_it_is,
            timeout=timeout_seconds,
            # Ends the query in the server too, which would not notice that nobody waits for it any more.
            server_settings={"statement_timeout": str(round(timeout_seconds * 1000))},
        )

    def close(self) -> None:
        """Ends all connections, those in use included."""
        if self._pool is not None:
            self._pool.terminate()

    async def query_slowly(self) -> Item:
        """A row by its key, by a query that takes a while. Raises an `HTTPException` where there is none."""
        return await self._query(
            "select id, label from items, pg_sleep($1) where id = $2", self._database.delay_seconds, ITEM_ID
        )

    async def read(self) -> Item:
        """A row by its key. Raises an `HTTPException` where there is none."""
        return await self._query("select id, label from items where id = $1", ITEM_ID)

    async def _query(self, query: str, *parameters: Any) -> Item:
        if self._pool is None:
            raise RuntimeError("The pool has not been opened.")
        deadline = monotonic() + self._database.timeout_seconds
        try:
            connection = await self._pool.acquire(timeout=self._database.timeout_seconds)
        except TimeoutError as error:
            raise none_free(self._database) from error
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise unreachable() from error
        try:
            async with asyncio.timeout(deadline - monotonic()):
                return item_of(await connection.fetchrow(query, *parameters))
        except asyncpg.UndefinedTableError as error:
            raise no_table() from error
        except (TimeoutError, asyncpg.QueryCanceledError) as error:
            # Not returned as it is: the pool would wait for a server that may never answer.
            connection.terminate()
            raise too_late(self._database) from error
        except _LOST as error:
            raise lost() from error
        finally:
            await self._pool.release(connection)


_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    # What a server says that is shutting down, or of which another process has crashed.
    asyncpg.OperatorInterventionError,
)


async def _leave_as_it_is(_: object) -> None:
    # The queries change nothing of a connection, and a reset would be a second query in each request.
    pass
