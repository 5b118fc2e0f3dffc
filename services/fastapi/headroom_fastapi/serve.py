import logging
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from headroom_fastapi.app import create_app
from headroom_fastapi.endings import end_with_parent, end_within
from headroom_fastapi.gc_metrics import GcMetrics
from headroom_fastapi.heartbeat import Heartbeat
from headroom_fastapi.listening import BACKLOG, listen
from headroom_fastapi.metrics_listener import WorkersMetrics, serve_metrics
from headroom_fastapi.process_metrics import ProcessMetrics
from headroom_fastapi.settings import Settings

if TYPE_CHECKING:
    from headroom_fastapi.queue_place import QueuePlace
    from headroom_fastapi.queue_workers import QueueWorkers

# From a termination signal on. The supervisor looks for signals every 0.5 s only, before it tells its workers.
SERVER_LIMIT_SECONDS = 1.5
SUPERVISOR_LIMIT_SECONDS = 2.5

# A loop that was blocked runs its timers before it reads its sockets, so a time-out within reach would end
# connections on which a request has been waiting all along.
KEEP_ALIVE_SECONDS = 24 * 60 * 60

# A worker answers the supervisor's health check only once it has imported everything.
WORKER_HEALTH_CHECK_SECONDS = 30


def serve(settings: Settings) -> bool:
    """Serves until a termination signal; returns whether it could start. Raises a `StartFailure` for a taken port."""
    listening = listen(settings.host, settings.port, "FASTAPI_PORT")
    metrics_listening = listen(settings.host, settings.metrics_port, "FASTAPI_METRICS_PORT")
    run = _serve_here if settings.workers == 1 else _serve_by_workers
    return run(settings, listening, metrics_listening)


def _serve_here(settings: Settings, listening: socket, metrics_listening: socket) -> bool:
    registry = CollectorRegistry()
    registry.register(ProcessMetrics())
    GcMetrics(registry)
    heartbeat = Heartbeat(registry)
    serve_metrics(metrics_listening, registry)
    queue, queue_workers = _queue(settings)
    app = partial(_server_app, settings, registry, heartbeat, queue, queue_workers)
    server = uvicorn.Server(_uvicorn_config(settings, app))
    _log_addresses(listening, metrics_listening)
    server.run([listening])
    return server.started


def _serve_by_workers(settings: Settings, listening: socket, metrics_listening: socket) -> bool:
    folder = Path(tempfile.mkdtemp(prefix="headroom-fastapi-"))
    remove_folder = partial(shutil.rmtree, folder, ignore_errors=True)
    try:
        # Read by prometheus-client when a worker imports it.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        registry = CollectorRegistry()
        registry.register(ProcessMetrics())
        registry.register(WorkersMetrics(folder))
        serve_metrics(metrics_listening, registry)
        queue, queue_workers = _queue(settings)
        app = partial(_worker_app, settings, remove_folder, queue)
        supervisor = Multiprocess(_uvicorn_config(settings, app), [listening])
        end_within(SUPERVISOR_LIMIT_SECONDS, remove_folder)
        if queue_workers is not None:
            queue_workers.start()
        _log_addresses(listening, metrics_listening)
        supervisor.run()
        if queue_workers is not None:
            queue_workers.end()
        return all(worker.exitcode != STARTUP_FAILURE for worker in supervisor.processes)
    finally:
        remove_folder()


def _uvicorn_config(settings: Settings, app: partial[FastAPI]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=True,
        workers=settings.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=settings.request_log,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_worker_healthcheck=WORKER_HEALTH_CHECK_SECONDS,
    )


def _queue(settings: Settings) -> "tuple[QueuePlace, QueueWorkers] | tuple[None, None]":
    if settings.queue.workers == 0:
        return None, None
    # Here, as they take time and memory that a service without a queue should not need.
    from headroom_fastapi.queue_place import QueuePlace
    from headroom_fastapi.queue_workers import QueueWorkers

    queue = QueuePlace(settings.queue.redis_url, secrets.token_hex(8))
    return queue, QueueWorkers(queue, settings.queue.workers)


def _server_app(
    settings: Settings,
    registry: CollectorRegistry,
    heartbeat: Heartbeat,
    queue: "QueuePlace | None",
    queue_workers: "QueueWorkers | None",
) -> FastAPI:
    # Called by uvicorn once its own handlers of signals are in place, which this one must come before.
    end_within(SERVER_LIMIT_SECONDS)
    return create_app(settings, registry, heartbeat, queue, queue_workers)


def _worker_app(settings: Settings, remove_folder: Callable[[], None], queue: "QueuePlace | None") -> FastAPI:
    end_with_parent(remove_folder)
    end_within(SERVER_LIMIT_SECONDS)
    # The values go to the folder's files, from where the supervisor serves them.
    return create_app(settings, CollectorRegistry(), queue=queue)


def _log_addresses(listening: socket, metrics_listening: socket) -> None:
    logging.getLogger("uvicorn.error").info(
        "Listening on port %d, metrics on port %d",
        listening.getsockname()[1],
        metrics_listening.getsockname()[1],
    )
