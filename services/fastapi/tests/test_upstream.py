import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry
from running import LIMIT_SECONDS
from servers import free_port, upstream_server

from headroom_fastapi.app import create_app
from headroom_fastapi.settings import read_settings

pytestmark = pytest.mark.xdist_group(__name__)

PATHS = ["/http/sync", "/http/async"]

Fault = Callable[[socket.socket], None]


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def answer(head: str, body: str) -> Fault:
    text = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    return lambda connection: connection.sendall(text.encode())


def stop_halfway(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"bytes":')
    connection.recv(1)


class FaultyUpstream(ThreadingTCPServer):
    """Reads one request of each connection and then shows the fault."""

    fault: Fault

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _ShowFault)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _ShowFault(StreamRequestHandler):
    server: FaultyUpstream
    timeout = LIMIT_SECONDS

    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        self.server.fault(self.connection)


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyUpstream]:
    with FaultyUpstream() as upstream:
        Thread(target=upstream.serve_forever).start()
        yield upstream
        upstream.shutdown()


@contextmanager
def calling(url: str, timeout_seconds: float = 120) -> Iterator[TestClient]:
    settings = read_settings(
        {
            "FASTAPI_POOL_SIZE": "1",
            "FASTAPI_UPSTREAM_URL": url,
            "FASTAPI_UPSTREAM_DELAY_SECONDS": "0.001",
            "FASTAPI_UPSTREAM_TIMEOUT_SECONDS": str(timeout_seconds),
        }
    )
    with TestClient(create_app(settings, CollectorRegistry()), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def hasty(faulty: FaultyUpstream) -> Iterator[TestClient]:
    """A service that waits for its upstream but a moment."""
    with calling(faulty.url, timeout_seconds=0.3) as client:
        yield client


@pytest.fixture(scope="module")
def patient(faulty: FaultyUpstream) -> Iterator[TestClient]:
    with calling(faulty.url) as client:
        yield client


def problem(client: TestClient, path: str) -> tuple[int, str]:
    response = client.get(path)
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["detail"]


def test_tells_how_much_the_upstream_sent() -> None:
    with upstream_server() as url, calling(url) as client:
        for path in PATHS * 2:
            response = client.get(path)
            assert (response.status_code, response.text) == (200, '{"bytes":1024}')


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("fault", [hang, stop_halfway])
def test_an_upstream_that_takes_too_long_is_a_problem(
    path: str, fault: Fault, hasty: TestClient, faulty: FaultyUpstream
) -> None:
    faulty.fault = fault
    assert problem(hasty, path) == (504, "The upstream did not answer within 0.3 s.")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (reset, "The upstream broke the connection off."),
        (answer("500 Oh", "{}"), "The upstream answered with status 500."),
        (answer("200 OK", "{"), "The upstream answered with something that is not its reply."),
        (answer("200 OK", "[]"), "The upstream answered with something that is not its reply."),
    ],
)
def test_failures_of_the_upstream_are_problems(
    path: str, fault: Fault, detail: str, patient: TestClient, faulty: FaultyUpstream
) -> None:
    faulty.fault = fault
    assert problem(patient, path) == (502, detail)


@pytest.mark.parametrize("path", PATHS)
def test_an_upstream_that_is_not_there_is_a_problem(path: str) -> None:
    with calling(f"http://127.0.0.1:{free_port()}") as client:
        assert problem(client, path) == (502, "The upstream cannot be reached.")
