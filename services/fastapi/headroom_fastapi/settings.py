import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from headroom_fastapi.failure import StartFailure

BAD_SETTINGS_EXIT_CODE = 2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    host: str
    # 0 takes any free port, here and for the metrics.
    port: int
    metrics_port: int
    workers: int
    delay_seconds: float
    cpu_iterations: int
    # Threads of `/cpu/pool` and processes of `/cpu/processes`, in each worker.
    pool_size: int
    request_log: bool


class _BadValue(Exception):
    """What was expected instead."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Reads the settings from an environment. Raises a `StartFailure` that names every bad variable and its value."""
    complaints: list[str] = []

    def read(variable: str, parse: Callable[[str], T], default: T) -> T:
        text = environment.get(variable)
        if text is None:
            return default
        try:
            return parse(text)
        except _BadValue as expected:
            complaints.append(f"{variable} is {json.dumps(text)}, expected {expected}")
            return default

    port = _whole_number(0, 65_535)
    settings = Settings(
        host=read("FASTAPI_HOST", _host, "127.0.0.1"),
        port=read("FASTAPI_PORT", port, 8001),
        metrics_port=read("FASTAPI_METRICS_PORT", port, 9465),
        workers=read("FASTAPI_WORKERS", _whole_number(1, 64), 1),
        delay_seconds=read("FASTAPI_DELAY_SECONDS", _number(0, 60), 1.0),
        cpu_iterations=read("FASTAPI_CPU_ITERATIONS", _whole_number(1, 10**10), 10**8),
        pool_size=read("FASTAPI_POOL_SIZE", _whole_number(1, 64), min(usable_cpus(), 64)),
        request_log=read("FASTAPI_REQUEST_LOG", _on_off, True),
    )
    if complaints:
        raise StartFailure(f"Bad settings: {'; '.join(complaints)}.", BAD_SETTINGS_EXIT_CODE)
    return settings


def usable_cpus() -> int:
    """How many CPUs this process may use, which a container or `taskset` may have made fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        # `int` would also take `1_000`, `+1`, spaces and digits of other scripts.
        if text.isascii() and text.isdecimal() and len(text) <= 20 and lowest <= int(text) <= highest:
            return int(text)
        raise _BadValue(f"a whole number from {lowest} to {highest}")

    return parse


def _number(lowest: float, highest: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if lowest <= value <= highest:
            return value
        raise _BadValue(f"a number from {lowest:g} to {highest:g}")

    return parse


def _on_off(text: str) -> bool:
    if text in ("on", "off"):
        return text == "on"
    raise _BadValue("one of on, off")


def _host(text: str) -> str:
    if text.strip():
        return text
    raise _BadValue("a host name or address")
