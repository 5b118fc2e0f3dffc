import asyncio
import time

from fastapi import APIRouter


def sleep_router(delay_seconds: float) -> APIRouter:
    """The article's two endpoints, and the one that confuses them. Each takes `delay_seconds`."""
    router = APIRouter()

    @router.get("/sync", response_model=None)
    def read_sync() -> dict[str, str]:
        time.sleep(delay_seconds)
        return {"message": "This is a sync endpoint"}

    @router.get("/async", response_model=None)
    async def read_async() -> dict[str, str]:
        await asyncio.sleep(delay_seconds)
        return {"message": "This is an async endpoint"}

    @router.get("/blocking", response_model=None)
    async def read_blocking() -> dict[str, str]:
        time.sleep(delay_seconds)  # noqa: ASYNC251 - the mistake to be measured
        return {"message": "This is a blocking endpoint"}

    return router
