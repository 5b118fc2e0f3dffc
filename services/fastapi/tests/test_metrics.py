import asyncio
import gc
import os
import subprocess
import sys
import time
from time import monotonic

import pytest
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry

from headroom_fastapi.gc_metrics import GcMetrics
from headroom_fastapi.heartbeat import Heartbeat
from headroom_fastapi.process_metrics import family

pytestmark = pytest.mark.xdist_group(__name__)

COUNT = "http_server_request_duration_seconds_count"
ACTIVE = "http_server_active_requests"


def sample(
    registry: CollectorRegistry, name: str, route: str, method: str, status: int | None = None
) -> float:
    labels = {"http_route": route, "http_request_method": method}
    if status is not None:
        labels["http_response_status_code"] = str(status)
    return registry.get_sample_value(name, labels) or 0


@pytest.mark.parametrize(
    ("method", "path", "route", "label", "status"),
    [
        ("GET", "/cpu/pool", "/cpu/pool", "GET", 200),
        ("GET", "/cpu/pool?n=1", "/cpu/pool", "GET", 200),
        ("GET", "/nowhere", "unmatched", "GET", 404),
        ("POST", "/sync", "/sync", "POST", 405),
        ("BREW", "/sync", "/sync", "_OTHER", 405),
    ],
)
def test_records_requests(
    client: TestClient,
    registry: CollectorRegistry,
    method: str,
    path: str,
    route: str,
    label: str,
    status: int,
) -> None:
    before = sample(registry, COUNT, route, label, status)
    client.request(method, path)
    assert sample(registry, COUNT, route, label, status) == before + 1
    assert sample(registry, ACTIVE, route, label) == 0


def test_records_failures_as_the_client_sees_them(
    client: TestClient, registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: float) -> None:
        raise ValueError

    monkeypatch.setattr("time.sleep", fail)
    before = sample(registry, COUNT, "/sync", "GET", 500)
    assert client.get("/sync").status_code == 500
    assert sample(registry, COUNT, "/sync", "GET", 500) == before + 1


def test_tells_how_long_the_loop_has_not_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat = Heartbeat(CollectorRegistry())
    assert heartbeat.stall_seconds() == 0
    now = monotonic()
    monkeypatch.setattr("headroom_fastapi.heartbeat.monotonic", lambda: now)
    for late, stall, lag in [(0.0, 0.0, 0.0), (0.039, 0.0, 0.019), (1.02, 1.0, 1.0)]:
        monkeypatch.setattr(heartbeat, "_beat_at", now - late)
        assert heartbeat.stall_seconds() == pytest.approx(stall)
        assert heartbeat.lag_seconds() == pytest.approx(lag)


def test_remembers_by_how_much_the_loop_was_late() -> None:
    async def block_between_two_beats(heartbeat: Heartbeat) -> float:
        async with heartbeat.beating():
            await asyncio.sleep(0)
            time.sleep(0.2)  # noqa: ASYNC251 - what is to be seen
            # The beat that this delayed is due by now, and comes first.
            await asyncio.sleep(0.001)
            return heartbeat.lag_seconds()

    heartbeat = Heartbeat(CollectorRegistry())
    assert asyncio.run(block_between_two_beats(heartbeat)) >= 0.15
    assert heartbeat.lag_seconds() == 0


def test_times_collections_by_generation() -> None:
    registry = CollectorRegistry()
    GcMetrics(registry)
    try:

        def value(name: str) -> float:
            return registry.get_sample_value(name, {"generation": "2"}) or 0

        before = value("python_gc_collections_total")
        assert value("python_gc_duration_seconds_total") == 0
        gc.collect()
        assert value("python_gc_collections_total") == before + 1
        assert 0 < value("python_gc_duration_seconds_total") < 60
    finally:
        gc.callbacks.pop()


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs Linux's /proc")
def test_a_family_is_a_process_and_its_descendants() -> None:
    code = "import sys; print(flush=True); sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        readings = {reading.pid: reading for reading in family(os.getpid())}
        assert readings[os.getpid()].cpu_seconds > 0
        assert readings[child.pid].parent_pid == os.getpid()
        assert readings[child.pid].resident_bytes > 1_000_000
        assert os.getppid() not in readings
        child.communicate()
