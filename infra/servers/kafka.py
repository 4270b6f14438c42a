"""The embedded Apache Kafka: one process that is broker and KRaft controller, bound to 127.0.0.1."""

import base64
import subprocess
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.servers.class_archives import kafka_archive, options_to_map
from infra.servers.jars import java
from infra.servers.last_words import kafka_reason
from infra.servers.listening_port import LOCALHOST
from infra.servers.server_process import ServerProcess, WhyNotReady
from recommender.errors import ServerUnavailable

HEAP = (
    "-Xms24m",
    "-Xmx256m",
    # What a burst needed is given back, and a heap that is mostly free is not kept.
    "-XX:MinHeapFreeRatio=10",
    "-XX:MaxHeapFreeRatio=30",
    "-Xmn12m",
    # Less, and the JVM does not start where the kernel has pages of 64 KB (some arm64 and ppc64le).
    "-Xss512k",
    "-XX:ReservedCodeCacheSize=32m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
)
_READY = b"Kafka Server started"


class Kafka(ServerProcess):
    """A Kafka of one node; its controller listens on the port after `port`."""

    name = "Kafka"
    setting = "SEGUE_KAFKA_PORT"
    remedy = "move {data} away: what no worker has read yet is lost, all else is in MongoDB"
    max_start_s = 90.0

    def __init__(
        self, *, data: Path, log: Path, port: int, jars: Sequence[Path], class_options: Sequence[str] | None = None
    ) -> None:
        """Prepare only; nothing is started or written.

        `class_options` say how the broker's JVM loads classes; None maps those of set-up's archive.
        """
        super().__init__(data=data, log=log, port=port)
        self._jars = tuple(jars)
        self._class_options = class_options

    @property
    def address(self) -> str:
        """The bootstrap server, host:port."""
        return f"{LOCALHOST}:{self.port}"

    def _ports(self) -> dict[int, str]:
        return {self.port: self.name, self.port + 1: "Kafka's controller"}

    def _prepare(self) -> None:
        super()._prepare()
        self._properties.write_text(server_properties(port=self.port, topics=self.data / "topics"))
        (self.data / "log4j2.xml").write_text(_LOG4J2.format(log=self.log))
        self._format_once()

    def _command(self) -> list[str]:
        return self._java("kafka.Kafka", str(self._properties), class_options=self._class_options)

    @contextmanager
    def _readiness(self) -> Iterator[WhyNotReady]:
        yield lambda: None if _READY in self._output.read_bytes() else ""

    def _reason(self, lines: Sequence[str]) -> str:
        return kafka_reason(lines)

    @property
    def _properties(self) -> Path:
        return self.data / "server.properties"

    def _java(self, *arguments: str, class_options: Sequence[str] | None = None) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={(self.data / 'log4j2.xml').as_uri()}"
        if class_options is None:
            class_options = options_to_map(kafka_archive())
        return [java(), *HEAP, *class_options, logging, "-cp", ":".join(str(jar) for jar in self._jars), *arguments]

    def _format_once(self) -> None:
        if (self.data / "topics" / "meta.properties").exists():
            return
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if cluster.startswith("-"):
            cluster = f"A{cluster[1:]}"  # the tool would take it for an option
        command = self._java("kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(self._properties))
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
        )
        if run.returncode:
            reason = kafka_reason((run.stdout + run.stderr).splitlines())
            raise ServerUnavailable(f"Kafka could not prepare {self.data} ({reason})")


def server_properties(*, port: int, topics: Path) -> str:
    """Return the configuration of a node that is broker and controller at once."""
    values = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{LOCALHOST}:{port + 1}",
        "listeners": f"PLAINTEXT://{LOCALHOST}:{port},CONTROLLER://{LOCALHOST}:{port + 1}",
        "advertised.listeners": f"PLAINTEXT://{LOCALHOST}:{port}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "log.dirs": topics,
        # Topics are made with their number of partitions before anyone subscribes; a misspelt one is an error.
        "auto.create.topics.enable": "false",
        "default.replication.factor": 1,
        "offsets.topic.replication.factor": 1,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": 1,
        "transaction.state.log.min.isr": 1,
        "transaction.state.log.num.partitions": 2,
        "share.coordinator.state.topic.replication.factor": 1,
        "share.coordinator.state.topic.min.isr": 1,
        "share.coordinator.state.topic.num.partitions": 2,
        "group.initial.rebalance.delay.ms": 0,
        # Nothing is written while nothing changes; by default the controller notes twice a second that it is there.
        "metadata.max.idle.interval.ms": 0,
        # One client's worth of threads: each looks around several times a second, and has buffers of its own.
        "num.network.threads": 1,
        "num.io.threads": 2,
        "background.threads": 1,
        "num.replica.fetchers": 1,
        "num.recovery.threads.per.data.dir": 1,
        "group.coordinator.threads": 1,
        "share.coordinator.threads": 1,
        # A node that comes back after a crash need not wait for its own former session to end.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 1000,
        # The default takes half of the heap for compacting two small topics.
        "log.cleaner.dedupe.buffer.size": 4 * 2**20,
        "log.segment.bytes": 256 * 2**20,
        "log.retention.hours": 168,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


_LOG4J2 = """<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="warn" shutdownHook="disable">
  <Appenders>
    <RollingFile name="file" fileName="{log}" filePattern="{log}.%i">
      <PatternLayout pattern="%d{{yyyy-MM-dd'T'HH:mm:ss,SSS}} %p %c %m%n"/>
      <SizeBasedTriggeringPolicy size="10MB"/>
      <DefaultRolloverStrategy max="3"/>
    </RollingFile>
    <Console name="ready"><PatternLayout pattern="%m%n"/></Console>
  </Appenders>
  <Loggers>
    <Logger name="kafka.server.KafkaRaftServer" level="info"><AppenderRef ref="ready"/></Logger>
    <Root level="info"><AppenderRef ref="file"/></Root>
  </Loggers>
</Configuration>
"""
