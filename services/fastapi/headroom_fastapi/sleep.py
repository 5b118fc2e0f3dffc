import asyncio
import time

from fastapi import APIRouter

from headroom_fastapi.parameters import Delay, Sigma
from headroom_fastapi.wait_time import WaitTime


def sleep_router(wait_time: WaitTime) -> APIRouter:
    """The article's two endpoints, and the one that confuses them. Each takes `wait_time`."""
    router = APIRouter()

    @router.get("/sync", response_model=None)
    def read_sync(delay: Delay = None, sigma: Sigma = None) -> dict[str, str]:
        time.sleep(wait_time.draw(delay, sigma))
        return {"message": "This is a sync endpoint"}

    @router.get("/async", response_model=None)
    async def read_async(delay: Delay = None, sigma: Sigma = None) -> dict[str, str]:
        await asyncio.sleep(wait_time.draw(delay, sigma))
        return {"message": "This is an async endpoint"}

    @router.get("/blocking", response_model=None)
    async def read_blocking(delay: Delay = None, sigma: Sigma = None) -> dict[str, str]:
        time.sleep(wait_time.draw(delay, sigma))  # noqa: ASYNC251 - the mistake to be measured
        return {"message": "This is a blocking endpoint"}

    return router
