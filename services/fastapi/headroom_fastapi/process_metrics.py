import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

PROC = Path("/proc")


class ProcessMetrics(Collector):
    """CPU time and memory of this process and all its descendants together, which prometheus-client has not."""

    def collect(self) -> Iterable[Metric]:
        processes = family(os.getpid()) if PROC.is_dir() else []
        cpu = sum(each.cpu_seconds for each in processes) if processes else sum(os.times()[:4])
        yield CounterMetricFamily(
            "process_cpu_seconds", "Seconds of CPU time of the process and its descendants.", cpu
        )
        if processes:
            yield GaugeMetricFamily(
                "process_resident_memory_bytes",
                "Bytes of resident memory of the process and its descendants.",
                sum(each.resident_bytes for each in processes),
            )


@dataclass(frozen=True, slots=True)
class ProcessReading:
    pid: int
    parent_pid: int
    # Its own, and that of the children it has waited for: so the sum does not fall when a process ends.
    cpu_seconds: float
    resident_bytes: int


def family(root_pid: int) -> list[ProcessReading]:
    """The process `root_pid` and all its descendants, from Linux's /proc; those that end meanwhile are left out."""
    children: dict[int, list[ProcessReading]] = defaultdict(list)
    found: list[ProcessReading] = []
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and (reading := _read_process(entry)) is not None:
            (found if reading.pid == root_pid else children[reading.parent_pid]).append(reading)
    for reading in found:
        found.extend(children[reading.pid])
    return found


def _read_process(entry: Path) -> ProcessReading | None:
    try:
        stat = (entry / "stat").read_bytes()
    except OSError:
        return None
    # proc(5): the second field is the program's name in brackets and may hold anything.
    fields = stat[stat.rindex(b")") + 2 :].split()
    cpu_ticks = sum(int(field) for field in fields[11:15])
    return ProcessReading(
        pid=int(entry.name),
        parent_pid=int(fields[1]),
        cpu_seconds=cpu_ticks / os.sysconf("SC_CLK_TCK"),
        resident_bytes=int(fields[21]) * os.sysconf("SC_PAGE_SIZE"),
    )
