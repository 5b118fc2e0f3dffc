import logging
from collections.abc import Sequence
from time import monotonic
from typing import Any

import psycopg
from psycopg.errors import QueryCanceled, UndefinedTable
from psycopg_pool import ConnectionPool, PoolTimeout

from headroom_fastapi.database import ITEM_ID, Item, item_of, lost, no_table, none_free, too_late, unreachable
from headroom_fastapi.settings import DatabaseSettings

# One line of every attempt to connect would flood the log; the requests that it fails are in there anyway.
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)

# A connection that has been idle must not cost the next request a new one.
KEEP_SECONDS = 7 * 24 * 60 * 60


class SyncDatabase:
    """PostgreSQL by `psycopg` and its pool: each query holds a thread, and a connection, until its row is there."""

    def __init__(self, database: DatabaseSettings) -> None:
        self._database = database
        self._pool = _FailFastPool(
            database.url or "",
            connection_class=_BoundedConnection,
            kwargs={"autocommit": True, "connect_timeout": max(2, round(database.timeout_seconds))},
            configure=self._configure,
            # None before the first request: the service starts although PostgreSQL is down.
            min_size=0,
            max_size=database.pool_size,
            max_idle=KEEP_SECONDS,
            max_lifetime=KEEP_SECONDS,
            # No attempts for minutes on behalf of requests that have been answered long since.
            reconnect_timeout=0,
            open=False,
        )

    def open(self) -> None:
        """Makes the pool usable. Connects only once there is a request."""
        self._pool.open()

    def close(self) -> None:
        """Ends the connections that are not in use."""
        self._pool.close(timeout=0)

    def query_slowly(self) -> Item:
        """A row by its key, by a query that takes a while. Raises an `HTTPException` where there is none."""
        return self._query(
            "select id, label from items, pg_sleep(%s) where id = %s", (self._database.delay_seconds, ITEM_ID)
        )

    def read(self) -> Item:
        """A row by its key. Raises an `HTTPException` where there is none."""
        return self._query("select id, label from items where id = %s", (ITEM_ID,))

    def _query(self, query: str, parameters: Sequence[Any]) -> Item:
        deadline = monotonic() + self._database.timeout_seconds
        try:
            connection = self._pool.getconn(self._database.timeout_seconds)
        except PoolTimeout as error:
            raise none_free(self._database) from error
        except psycopg.OperationalError as error:
            raise unreachable() from error
        try:
            connection.deadline = deadline
            return item_of(connection.execute(query, parameters).fetchone())
        except UndefinedTable as error:
            raise no_table() from error
        except QueryCanceled as error:
            raise too_late(self._database) from error
        except psycopg.OperationalError as error:
            if monotonic() >= deadline:
                raise too_late(self._database) from error
            # The idle ones are lost too, and each would fail one request more.
            self._pool.drain()
            raise lost() from error
        finally:
            # The pool replaces a connection on which a query has not ended.
            self._pool.putconn(connection)

    def _configure(self, connection: "_BoundedConnection") -> None:
        # Ends the query in the server too, which would not notice that nobody waits for it any more.
        connection.execute(f"set statement_timeout = {round(self._database.timeout_seconds * 1000)}")


class _BoundedConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection whose queries end at `deadline`, although the server says nothing at all."""

    deadline: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if timeout is None and self.deadline is not None:
            timeout = max(0.0, self.deadline - monotonic())
        return super().wait(gen, interval, timeout)


class _FailFastPool(ConnectionPool[_BoundedConnection]):
    def reconnect_failed(self) -> None:
        """Fails the requests that wait, at once rather than at their deadline, where there is no connection left."""
        with self._lock:
            if self._nconns > 0:
                return
            waiting = list(self._waiting)
            self._waiting.clear()
        for client in waiting:
            client.fail(psycopg.OperationalError("PostgreSQL cannot be reached."))
