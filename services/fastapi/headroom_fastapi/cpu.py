import asyncio
from concurrent.futures import Executor

from fastapi import APIRouter

from headroom_fastapi.count import count
from headroom_fastapi.process_pool import ProcessPool


def cpu_router(iterations: int, threads: Executor, processes: ProcessPool) -> APIRouter:
    """The article's loop of `iterations` turns: on the event loop, in `threads` and in `processes`."""
    router = APIRouter()

    @router.get("/cpu", response_model=None)
    async def cpu_heavy() -> dict[str, bool]:
        count(iterations)
        return {"done": True}

    @router.get("/cpu/pool", response_model=None)
    async def cpu_pool() -> dict[str, bool]:
        await asyncio.get_running_loop().run_in_executor(threads, count, iterations)
        return {"done": True}

    @router.get("/cpu/processes", response_model=None)
    async def cpu_processes() -> dict[str, bool]:
        await processes.run(count, iterations)
        return {"done": True}

    return router
