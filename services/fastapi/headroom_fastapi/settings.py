import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from headroom_fastapi.failure import StartFailure
from headroom_fastapi.limits import (
    BadValue,
    cpu_iterations,
    delay_seconds,
    delay_sigma,
    host,
    http_origin,
    number,
    on_off,
    server_url,
    whole_number,
)
from headroom_fastapi.wait_time import WaitTime

BAD_SETTINGS_EXIT_CODE = 2

# A URL may hold a password, which belongs into no log.
SECRET_VARIABLES = frozenset(("FASTAPI_DATABASE_URL", "FASTAPI_REDIS_URL"))

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class UpstreamSettings:
    """The service that `/http` calls, and what it asks of it."""

    url: str
    delay_seconds: float
    # Of the answer.
    size_bytes: int
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """PostgreSQL, as `/db` uses it; without a URL those routes are off."""

    url: str | None = field(repr=False)
    # Connections of the `sync` routes and as many of the `async` ones, in each worker.
    pool_size: int
    # How long the slow query takes.
    delay_seconds: float
    # From the request to the row, the wait for a connection included.
    timeout_seconds: float


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """The job queue of `/cpu/queue`; without workers that route is off and Redis is not asked for."""

    workers: int
    # For how long a result is waited for.
    timeout_seconds: float
    redis_url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    # 0 takes any free port, here and for the metrics.
    port: int
    metrics_port: int
    workers: int
    # Of `/sync`, `/async` and `/blocking`.
    wait_time: WaitTime
    cpu_iterations: int
    mixed_wait_time: WaitTime
    mixed_iterations: int
    # Threads of `/cpu/pool` and processes of `/cpu/processes`, in each worker.
    pool_size: int
    upstream: UpstreamSettings
    # Connections that `/http/async` may have to the upstream, in each worker.
    http_connections: int
    database: DatabaseSettings
    queue: QueueSettings
    request_log: bool


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Reads the settings from an environment. Raises a `StartFailure` that names every bad variable and its value."""
    complaints: list[str] = []

    def read(variable: str, parse: Callable[[str], T], default: T) -> T:
        text = environment.get(variable)
        if text is None:
            return default
        try:
            return parse(text)
        except BadValue as expected:
            shown = "malformed" if variable in SECRET_VARIABLES else json.dumps(text)
            complaints.append(f"{variable} is {shown}, expected {expected}")
            return default

    port = whole_number(0, 65_535)
    sigma = read("FASTAPI_DELAY_SIGMA", delay_sigma, 0.0)
    settings = Settings(
        host=read("FASTAPI_HOST", host, "127.0.0.1"),
        port=read("FASTAPI_PORT", port, 8001),
        metrics_port=read("FASTAPI_METRICS_PORT", port, 9465),
        workers=read("FASTAPI_WORKERS", whole_number(1, 64), 1),
        wait_time=WaitTime(read("FASTAPI_DELAY_SECONDS", delay_seconds, 1.0), sigma),
        cpu_iterations=read("FASTAPI_CPU_ITERATIONS", cpu_iterations, 10**8),
        mixed_wait_time=WaitTime(read("FASTAPI_MIXED_DELAY_SECONDS", delay_seconds, 0.02), sigma),
        mixed_iterations=read("FASTAPI_MIXED_ITERATIONS", cpu_iterations, 10**6),
        pool_size=read("FASTAPI_POOL_SIZE", whole_number(1, 64), min(usable_cpus(), 64)),
        upstream=UpstreamSettings(
            url=read("FASTAPI_UPSTREAM_URL", http_origin, "http://127.0.0.1:8002"),
            delay_seconds=read("FASTAPI_UPSTREAM_DELAY_SECONDS", delay_seconds, 0.05),
            size_bytes=read("FASTAPI_UPSTREAM_BYTES", whole_number(0, 2**20), 1024),
            timeout_seconds=read("FASTAPI_UPSTREAM_TIMEOUT_SECONDS", number(0.1, 120), 10.0),
        ),
        http_connections=read("FASTAPI_HTTP_CONNECTIONS", whole_number(1, 1024), 128),
        database=DatabaseSettings(
            url=read("FASTAPI_DATABASE_URL", server_url("postgresql", "postgres"), None),
            pool_size=read("FASTAPI_DATABASE_POOL_SIZE", whole_number(1, 1000), 10),
            delay_seconds=read("FASTAPI_DATABASE_DELAY_SECONDS", delay_seconds, 0.1),
            timeout_seconds=read("FASTAPI_DATABASE_TIMEOUT_SECONDS", number(0.1, 120), 30.0),
        ),
        queue=QueueSettings(
            workers=read("FASTAPI_QUEUE_WORKERS", whole_number(0, 64), 0),
            timeout_seconds=read("FASTAPI_QUEUE_TIMEOUT_SECONDS", number(0.1, 600), 120.0),
            redis_url=read("FASTAPI_REDIS_URL", server_url("redis", "rediss"), "redis://127.0.0.1:6379"),
        ),
        request_log=read("FASTAPI_REQUEST_LOG", on_off, True),
    )
    if complaints:
        raise StartFailure(f"Bad settings: {'; '.join(complaints)}.", BAD_SETTINGS_EXIT_CODE)
    return settings


def usable_cpus() -> int:
    """How many CPUs this process may use, which a container or `taskset` may have made fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
