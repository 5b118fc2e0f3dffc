import os
import signal
import socket
from pathlib import Path

import pytest
from running import LIMIT_SECONDS, Running, all_end, eventually, running, spawn

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's pidfd and /proc")

LONGER_THAN_THE_TEST = {"FASTAPI_DELAY_SECONDS": "60", "FASTAPI_CPU_ITERATIONS": str(10**10)}


def end(service: Running, number: signal.Signals) -> None:
    with all_end(service.pids()):
        service.process.send_signal(number)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("path", ["/blocking", "/cpu", "/sync", "/cpu/processes"])
def test_a_termination_signal_ends_all_that_is_in_hand(path: str, workers: str) -> None:
    with running(FASTAPI_WORKERS=workers, **LONGER_THAN_THE_TEST) as service:
        for _ in range(20):
            service.queue(path)
        eventually(lambda: service.active(path) > 0)
        end(service, signal.SIGTERM)
        assert service.process.wait() == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_termination_signal_ends_an_idle_service_with_exit_code_0(workers: str) -> None:
    with running(FASTAPI_WORKERS=workers) as service:
        end(service, signal.SIGINT)
        assert service.process.wait() == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_nothing_outlives_a_parent_that_was_killed(workers: str, tmp_path: Path) -> None:
    with running(FASTAPI_WORKERS=workers, TMPDIR=str(tmp_path), **LONGER_THAN_THE_TEST) as service:
        for path in ("/cpu/processes", "/blocking"):
            service.queue(path)
            eventually(lambda path=path: service.active(path) > 0)
        end(service, signal.SIGKILL)
    assert list(tmp_path.iterdir()) == []


def test_metrics_answer_while_the_loop_is_blocked() -> None:
    with running(**LONGER_THAN_THE_TEST) as service:
        eventually(lambda: service.metric("asyncio_eventloop_stall_seconds") == 0)
        service.queue("/blocking")
        eventually(lambda: service.active("/blocking") == 1)
        eventually(lambda: service.metric("asyncio_eventloop_stall_seconds") > 0.2)
        assert service.metric("process_cpu_seconds_total") > 0
        assert service.metric("process_resident_memory_bytes") > 10_000_000


def test_two_workers_serve_two_blocking_requests_at_once(tmp_path: Path) -> None:
    with running(FASTAPI_WORKERS="2", TMPDIR=str(tmp_path), **LONGER_THAN_THE_TEST) as service:
        for begun in (1, 2):
            service.queue("/blocking")
            eventually(lambda begun=begun: service.active("/blocking") == begun)
        assert [path.name.startswith("headroom-fastapi-") for path in tmp_path.iterdir()] == [True]
    assert list(tmp_path.iterdir()) == []


def test_requests_in_hand_of_a_worker_that_died_are_not_counted_for_ever() -> None:
    with running(FASTAPI_WORKERS="2", **LONGER_THAN_THE_TEST) as service:
        before = set(service.pids())
        service.queue("/blocking")
        eventually(lambda: service.active("/blocking") == 1)
        for pid in service.spawned_pids():
            os.kill(pid, signal.SIGKILL)
        eventually(lambda: service.active("/blocking") == 0)
        assert service.get("/healthz").status_code == 200
        assert not set(service.spawned_pids()) & before


def test_a_killed_process_of_the_pool_costs_one_request() -> None:
    with running(FASTAPI_CPU_ITERATIONS="1000") as service:
        [pid] = service.spawned_pids()
        os.kill(pid, signal.SIGKILL)
        response = service.get("/cpu/processes")
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert service.get("/cpu/processes").text == '{"done":true}'


@pytest.mark.parametrize("variable", ["FASTAPI_PORT", "FASTAPI_METRICS_PORT"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_taken_port_is_told_in_one_line(variable: str, workers: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert outcome(**{variable: str(port), "FASTAPI_WORKERS": workers}) == (
            1,
            f"Port {port} on 127.0.0.1 is taken: end what uses it, or set {variable} to another port.\n",
        )


def test_an_address_of_another_machine_is_told_in_one_line() -> None:
    code, text = outcome(FASTAPI_HOST="192.0.2.1")
    assert code == 1
    assert text == "Port 0 on 192.0.2.1 cannot be used (EADDRNOTAVAIL): set FASTAPI_HOST or FASTAPI_PORT.\n"


def test_bad_settings_are_told_in_one_line() -> None:
    assert outcome(FASTAPI_WORKERS="many") == (
        2,
        'Bad settings: FASTAPI_WORKERS is "many", expected a whole number from 1 to 64.\n',
    )


def outcome(**environment: str) -> tuple[int, str]:
    with spawn(environment) as process:
        _, text = process.communicate(timeout=LIMIT_SECONDS)
        return process.returncode, text
