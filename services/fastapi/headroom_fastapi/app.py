from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.routing import Route

from headroom_fastapi.cpu import cpu_router
from headroom_fastapi.database_router import database_router
from headroom_fastapi.health import health_router
from headroom_fastapi.heartbeat import Heartbeat
from headroom_fastapi.http_calls import http_router
from headroom_fastapi.metrics import RecordRequests, RequestMetrics
from headroom_fastapi.mixed import mixed_router
from headroom_fastapi.noop import noop_router
from headroom_fastapi.problems import answer_with_problems
from headroom_fastapi.process_pool import ProcessPool
from headroom_fastapi.queue_router import queue_router
from headroom_fastapi.settings import Settings
from headroom_fastapi.sleep import sleep_router

if TYPE_CHECKING:
    from headroom_fastapi.queue_place import QueuePlace
    from headroom_fastapi.queue_workers import QueueWorkers


def create_app(
    settings: Settings,
    registry: CollectorRegistry,
    heartbeat: Heartbeat | None = None,
    queue: "QueuePlace | None" = None,
    queue_workers: "QueueWorkers | None" = None,
) -> FastAPI:
    """
    The application. Its lifespan starts and ends the pools and `queue_workers`, and has `heartbeat` beat on its loop.

    Without `queue` there is none. One that several applications share is worked off by workers that none of them has.
    """
    threads = ThreadPoolExecutor(settings.pool_size, thread_name_prefix="cpu-pool")
    processes = ProcessPool(settings.pool_size)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(threads.shutdown, wait=False, cancel_futures=True)
            stack.callback(processes.end)
            await processes.start()
            if heartbeat is not None:
                await stack.enter_async_context(heartbeat.beating())
            if queue_workers is not None:
                queue_workers.start()
                stack.callback(queue_workers.end)
            yield

    app = FastAPI(title="headroom-fastapi", lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    # The routes declare no response model: the article's have none, and for a `def` route FastAPI would validate
    # the answer in a second turn of the thread pool.
    routers = (
        sleep_router(settings.wait_time),
        cpu_router(settings.cpu_iterations, threads, processes),
        mixed_router(settings.mixed_wait_time, settings.mixed_iterations),
        http_router(settings.upstream, settings.http_connections),
        database_router(settings.database),
        queue_router(queue, settings.queue.timeout_seconds, settings.cpu_iterations),
        noop_router(),
        health_router(),
    )
    for router in routers:
        app.include_router(router)
    routes = [route for router in routers for route in router.routes if isinstance(route, Route)]
    app.add_middleware(RecordRequests, metrics=RequestMetrics(registry), routes=routes)
    answer_with_problems(app)
    return app
