import gc
from collections.abc import Iterable
from time import perf_counter

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector


class GcMetrics(Collector):
    """How often Python collects garbage and for how long, during which none of its threads runs."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._began_at = 0.0
        # No metric of prometheus-client: a collection may begin while this thread holds that metric's lock.
        self._seconds = [0.0 for _ in gc.get_stats()]
        gc.callbacks.append(self._note)
        registry.register(self)

    def collect(self) -> Iterable[Metric]:
        seconds = CounterMetricFamily(
            "python_gc_duration_seconds", "Seconds that collections have taken.", labels=["generation"]
        )
        collections = CounterMetricFamily(
            "python_gc_collections", "Collections that there have been.", labels=["generation"]
        )
        for generation, stats in enumerate(gc.get_stats()):
            seconds.add_metric([str(generation)], self._seconds[generation])
            collections.add_metric([str(generation)], stats["collections"])
        yield seconds
        yield collections

    def _note(self, phase: str, info: dict[str, int]) -> None:
        # One at a time: there is none within another.
        if phase == "start":
            self._began_at = perf_counter()
        else:
            self._seconds[info["generation"]] += perf_counter() - self._began_at
