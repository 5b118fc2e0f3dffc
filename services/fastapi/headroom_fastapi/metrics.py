"""What is measured of requests. Names and labels are those of the lab's contract; durations are seconds."""

from collections.abc import Iterable
from time import perf_counter

from prometheus_client import CollectorRegistry, Gauge, Histogram, disable_created_metrics
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

UNMATCHED = "unmatched"
# The bounds of the NestJS service, so that quantiles of the two can be compared.
DURATION_BUCKETS = (
    *(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75),
    *(1, 2.5, 5, 7.5, 10, 15, 30, 60, 120),
)
# The methods that OpenTelemetry names; others share a label, or a client could make any number of series.
NAMED_METHODS = frozenset(("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"))

disable_created_metrics()


class RequestMetrics:
    """Counts and times requests."""

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ("http_route", "http_request_method")
        self._durations = Histogram(
            "http_server_request_duration_seconds",
            "Seconds from the start of a request on the event loop to the end of its response.",
            (*labels, "http_response_status_code"),
            buckets=DURATION_BUCKETS,
            registry=registry,
        )
        self._active = Gauge(
            "http_server_active_requests",
            "Requests that have begun and not ended.",
            labels,
            multiprocess_mode="livesum",
            registry=registry,
        )
        # `labels()` takes a lock and checks the names at each call.
        self._active_by_labels: dict[tuple[str, str], Gauge] = {}
        self._durations_by_labels: dict[tuple[str, str, int], Histogram] = {}

    def active(self, route: str, method: str) -> Gauge:
        """The gauge of the requests in hand."""
        key = (route, method)
        gauge = self._active_by_labels.get(key)
        if gauge is None:
            gauge = self._active_by_labels[key] = self._active.labels(route, method)
        return gauge

    def durations(self, route: str, method: str, status: int) -> Histogram:
        """The histogram of the requests that were answered with `status`."""
        key = (route, method, status)
        histogram = self._durations_by_labels.get(key)
        if histogram is None:
            histogram = self._durations_by_labels[key] = self._durations.labels(route, method, str(status))
        return histogram


class RecordRequests:
    """ASGI middleware that records every HTTP request, under the path of the one of `routes` that it is for."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics, routes: Iterable[Route]) -> None:
        self._app = app
        self._metrics = metrics
        self._paths = {route.path for route in routes if not route.param_convertors}
        self._patterns = [(route.path_regex, route.path) for route in routes if route.param_convertors]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_at = perf_counter()
        route = self._route_of(scope["path"])
        method = scope["method"] if scope["method"] in NAMED_METHODS else "_OTHER"
        # What Starlette answers, further out than this middleware, when nothing else has been.
        status = 500

        async def record_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        active = self._metrics.active(route, method)
        active.inc()
        try:
            await self._app(scope, receive, record_status)
        finally:
            active.dec()
            self._metrics.durations(route, method, status).observe(perf_counter() - started_at)

    def _route_of(self, path: str) -> str:
        if path in self._paths:
            return path
        return next((route for pattern, route in self._patterns if pattern.match(path)), UNMATCHED)
