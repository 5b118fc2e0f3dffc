import asyncio
import time

from fastapi import APIRouter

from headroom_fastapi.count import count
from headroom_fastapi.parameters import Delay, Iterations, Sigma
from headroom_fastapi.wait_time import WaitTime


def mixed_router(wait_time: WaitTime, default_iterations: int) -> APIRouter:
    """A wait, and then the article's loop for a moment, as most handlers are."""
    router = APIRouter()

    @router.get("/mixed/sync", response_model=None)
    def mixed_sync(
        delay: Delay = None, sigma: Sigma = None, iterations: Iterations = None
    ) -> dict[str, bool]:
        time.sleep(wait_time.draw(delay, sigma))
        count(iterations or default_iterations)
        return {"done": True}

    @router.get("/mixed/async", response_model=None)
    async def mixed_async(
        delay: Delay = None, sigma: Sigma = None, iterations: Iterations = None
    ) -> dict[str, bool]:
        await asyncio.sleep(wait_time.draw(delay, sigma))
        count(iterations or default_iterations)
        return {"done": True}

    return router
