import asyncio
from concurrent.futures import Executor

from fastapi import APIRouter

from headroom_fastapi.count import count
from headroom_fastapi.parameters import Iterations
from headroom_fastapi.process_pool import ProcessPool


def cpu_router(default_iterations: int, threads: Executor, processes: ProcessPool) -> APIRouter:
    """The article's loop: on the event loop, in `threads` and in `processes`."""
    router = APIRouter()

    @router.get("/cpu", response_model=None)
    async def cpu_heavy(iterations: Iterations = None) -> dict[str, bool]:
        count(iterations or default_iterations)
        return {"done": True}

    @router.get("/cpu/pool", response_model=None)
    async def cpu_pool(iterations: Iterations = None) -> dict[str, bool]:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(threads, count, iterations or default_iterations)
        return {"done": True}

    @router.get("/cpu/processes", response_model=None)
    async def cpu_processes(iterations: Iterations = None) -> dict[str, bool]:
        await processes.run(count, iterations or default_iterations)
        return {"done": True}

    return router
