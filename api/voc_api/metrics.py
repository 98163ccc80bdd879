"""Prometheus metrics: requests by route, jobs by state. No ids and nothing of a person in them."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voc.db.jobs import count_jobs, find_oldest_waiting
from voc.db.session import reading
from voc.errors import VocError
from voc_api.deps import Services

STATES = ("waiting", "running", "parked", "done", "failed")


class _JobsCollector(Collector):
    """Reads the job table at each scrape."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """Jobs by state, and since when the oldest has waited."""
        up = GaugeMetricFamily("voc_database_up", "Whether the database answers.")
        try:
            with reading(self._services.engine) as session:
                counts, oldest = count_jobs(session), find_oldest_waiting(session)
        except VocError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        jobs = GaugeMetricFamily("voc_jobs", "Jobs in each state.", labels=["state"])
        for state in STATES:
            jobs.add_metric([state], counts.get(state, 0))
        yield jobs
        yield GaugeMetricFamily("voc_oldest_waiting_job_seconds", "Seconds that the oldest waiting job has waited; 0: none waits.", value=age_of(oldest))

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that registering does not ask the database."""
        return iter(())


def age_of(oldest: datetime | None) -> float:
    """Seconds since a moment; 0 where there is none."""
    return max(0.0, (datetime.now(UTC) - oldest).total_seconds()) if oldest else 0.0


class Metrics:
    """The figures of this process, or of all web processes where there are several: they count together in files of PROMETHEUS_MULTIPROC_DIR."""

    def __init__(self, services: Services) -> None:
        own, self.registry = CollectorRegistry(), CollectorRegistry()
        self.requests = Counter("voc_http_requests", "Requests answered.", ["method", "route", "status"], registry=own)
        self.seconds = Histogram("voc_http_request_seconds", "Seconds until a request was answered.", ["method", "route"], registry=own)
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(self.registry)  # type: ignore[no-untyped-call]
        else:
            self.registry.register(own)
        self.registry.register(_JobsCollector(services))

    def render(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)


class MetricsMiddleware:
    """Counts and times requests by the route's template, never by the address itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        status = 500
        began = time.perf_counter()

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_noting_status)
        finally:
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
            route = getattr(scope.get("route"), "path", "unmatched")
            metrics: Metrics = scope["app"].state.metrics
            metrics.requests.labels(method, route, str(status)).inc()
            metrics.seconds.labels(method, route).observe(time.perf_counter() - began)
