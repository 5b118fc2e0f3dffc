"""The service as a process of its own, for tests that need signals, ports or a blocked loop."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx2
from prometheus_client.parser import text_string_to_metric_families

from headroom_fastapi.process_metrics import family

PROJECT = Path(__file__).parents[1]
# Only what hangs takes this long, on any machine.
LIMIT_SECONDS = 60.0
# Longer than an end takes on any machine, and half of what takes a minute if nothing ends it.
END_SECONDS = 30.0
ENVIRONMENT = {"FASTAPI_PORT": "0", "FASTAPI_METRICS_PORT": "0", "FASTAPI_POOL_SIZE": "1"}


def spawn(environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "headroom_fastapi"],
        cwd=PROJECT,
        env={**os.environ, **ENVIRONMENT, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


class Running:
    def __init__(self, process: subprocess.Popen[str], port: int, metrics_port: int) -> None:
        self.process = process
        self.port = port
        # What the service has logged since it listens.
        self.log: list[str] = []
        self._metrics_url = f"http://127.0.0.1:{metrics_port}/metrics"
        self._client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=LIMIT_SECONDS)
        self._queued: list[socket.socket] = []

    def get(self, path: str) -> httpx2.Response:
        return self._client.get(path, headers={"connection": "close"})

    def post(self, path: str) -> httpx2.Response:
        return self._client.post(path, headers={"connection": "close"})

    def queue(self, path: str) -> None:
        """Sends a request and does not wait for its answer."""
        client = socket.create_connection(("127.0.0.1", self.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        self._queued.append(client)

    def metric(self, name: str, **labels: str) -> float:
        """The sum of the samples that have these labels."""
        families = text_string_to_metric_families(httpx2.get(self._metrics_url, timeout=LIMIT_SECONDS).text)
        return sum(
            sample.value
            for metric in families
            for sample in metric.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def active(self, path: str) -> float:
        return self.metric("http_server_active_requests", http_route=path)

    def pids(self) -> list[int]:
        """The service's process and all that it has started."""
        return [reading.pid for reading in family(self.process.pid)]

    def spawned_pids(self) -> list[int]:
        """The processes that the service itself has spawned: its pool, or its workers where there are several."""
        return [
            reading.pid
            for reading in family(self.process.pid)
            if reading.parent_pid == self.process.pid
            and b"spawn_main" in Path(f"/proc/{reading.pid}/cmdline").read_bytes()
        ]

    def keep_log(self) -> None:
        for line in self.process.stderr or ():
            self.log.append(line)

    def close(self) -> None:
        for client in self._queued:
            client.close()
        self._client.close()


@contextmanager
def running(**environment: str) -> Iterator[Running]:
    """A service that can serve. It is ended with the context, if it has not ended by then."""
    with spawn(environment) as process:
        assert process.stderr is not None
        try:
            port, metrics_port = _ports(process)
            service = Running(process, port, metrics_port)
            Thread(target=service.keep_log, daemon=True).start()
            try:
                assert service.get("/healthz").status_code == 200
                yield service
            finally:
                service.close()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(LIMIT_SECONDS)


def _ports(process: subprocess.Popen[str]) -> tuple[int, int]:
    lines: list[str] = []
    for line in process.stderr or ():
        if found := re.search(r"Listening on port (\d+), metrics on port (\d+)", line):
            return int(found[1]), int(found[2])
        lines.append(line)
    raise AssertionError(f"The service did not start: {''.join(lines)}")


def eventually(condition: Callable[[], bool], limit_seconds: float = LIMIT_SECONDS) -> None:
    """Asks again until `condition` holds, for what can only be seen from outside by asking."""
    deadline = time.monotonic() + limit_seconds
    while not condition():
        assert time.monotonic() < deadline, "This has not come about."
        # Leaves the CPU to what is waited for.
        time.sleep(0.01)


@contextmanager
def all_end(pids: list[int]) -> Iterator[None]:
    """Asserts that all these processes end in the context or after it, and do not wait for requests in hand."""
    handles = [os.pidfd_open(pid) for pid in pids]
    deadline = time.monotonic() + END_SECONDS
    try:
        yield
        for pid, handle in zip(pids, handles, strict=True):
            left = max(0.0, deadline - time.monotonic())
            assert select.select([handle], [], [], left)[0], f"Process {pid} is still there."
    finally:
        for handle in handles:
            # One that is still there would hold the service's log open.
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
