"""What both ways to PostgreSQL have to know: the queries' key, and what a failure is answered with."""

from starlette.exceptions import HTTPException

from headroom_fastapi.settings import DatabaseSettings

ITEM_ID = 4242

Item = dict[str, int | str]


def item_of(row: tuple[int, str] | None) -> Item:
    """The row as it is answered. Raises an `HTTPException` if it was not found."""
    if row is None:
        raise HTTPException(503, f"The table items has no row {ITEM_ID}: it has not been filled.")
    return {"id": row[0], "label": row[1]}


def no_table() -> HTTPException:
    return HTTPException(503, "The database has no table items: it has not been filled.")


def unreachable() -> HTTPException:
    return HTTPException(503, "PostgreSQL cannot be reached.", {"Retry-After": "1"})


def lost() -> HTTPException:
    return HTTPException(503, "The connection to PostgreSQL was lost.", {"Retry-After": "1"})


def none_free(database: DatabaseSettings) -> HTTPException:
    return HTTPException(503, f"No connection became free within {database.timeout_seconds:g} s.")


def too_late(database: DatabaseSettings) -> HTTPException:
    return HTTPException(504, f"The query did not end within {database.timeout_seconds:g} s.")
