from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from headroom_fastapi.parameters import Iterations

if TYPE_CHECKING:
    from headroom_fastapi.queue_place import QueuePlace

PATH = "/cpu/queue"
JOB_PATH = "/cpu/queue/{id}"


def queue_router(place: "QueuePlace | None", timeout_seconds: float, default_iterations: int) -> APIRouter:
    """The article's loop in a worker of Celery: one route accepts the job, the other waits for its result."""
    return _off() if place is None else _on(place, timeout_seconds, default_iterations)


def _off() -> APIRouter:
    router = APIRouter()

    async def off() -> None:
        raise HTTPException(503, "There is no queue: set FASTAPI_QUEUE_WORKERS.")

    router.post(PATH, response_model=None)(off)
    router.get(JOB_PATH, response_model=None)(off)
    return router


def _on(place: "QueuePlace", timeout_seconds: float, default_iterations: int) -> APIRouter:
    # Here, as they take time and memory that a service without a queue should not need.
    from headroom_fastapi.queue_jobs import QueueJobs
    from headroom_fastapi.queue_results import QueueResults

    jobs = QueueJobs(place)
    results = QueueResults(place, timeout_seconds)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        await results.close()

    router = APIRouter(lifespan=lifespan)

    # A plain `def`, as Celery has no asynchronous way to send: a thread is held for the moment that it takes.
    @router.post(PATH, response_model=None)
    def accept_job(iterations: Iterations = None) -> JSONResponse:
        job_id = jobs.accept(iterations or default_iterations)
        return JSONResponse({"id": job_id}, 202, {"Location": f"{PATH}/{job_id}"})

    @router.get(JOB_PATH, response_model=None)
    async def wait_for_job(job_id: Annotated[str, Path(alias="id")]) -> dict[str, bool]:
        await results.wait(job_id)
        return {"done": True}

    return router
