"""What Prometheus may know of this process; one registry per application, none in the module."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from webapp.services import Part

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one web process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.requests = Counter(
            "segue_http_requests_total", "Requests answered", ["endpoint", "status"], registry=self.registry
        )
        self.request_seconds = Histogram(
            "segue_http_request_seconds", "Time to the answer", ["endpoint"], buckets=_FAST, registry=self.registry
        )
        self.sockets = Gauge("segue_live_sockets", "Listeners connected by socket", registry=self.registry)
        self.events = Counter(
            "segue_activity_events_total", "Activity events by outcome", ["outcome"], registry=self.registry
        )
        self.publish_seconds = Histogram(
            "segue_publish_seconds", "Time until Kafka has a message's events", buckets=_FAST, registry=self.registry
        )
        self.slates = Counter("segue_slates_delivered_total", "Slates sent to sockets", registry=self.registry)
        self.transcodes = Gauge("segue_transcodes_running", "Transcodings going on", registry=self.registry)
        self.part_ready = Gauge(
            "segue_part_ready", "Whether a part that serving needs is ready", ["part"], registry=self.registry
        )
        self.part_figures = Gauge(
            "segue_part_figure", "Numbers of a part, their units in their names", ["part", "figure"],
            registry=self.registry,
        )  # fmt: skip
        self.tracks = Gauge("segue_catalogue_tracks", "Playable tracks", registry=self.registry)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Take over how the parts are now."""
        self.part_ready.clear()
        self.part_figures.clear()
        for part in parts:
            self.part_ready.labels(part.name).set(part.ready)
            for figure, value in part.figures.items():
                self.part_figures.labels(part.name, figure).set(value)
