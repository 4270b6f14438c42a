"""The embedded Apache Kafka: one process that is broker and KRaft controller, bound to 127.0.0.1."""

import base64
import subprocess
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from infra.servers.child_process import ChildProcess
from infra.servers.jars import java
from infra.servers.listening_port import LOCALHOST, require_free
from recommender.errors import ServerUnavailable

HEAP = (
    "-Xms64m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
)
_READY = b"Kafka Server started"


class Kafka:
    """A Kafka of one node with its data in `data`; its controller listens on the port after `port`."""

    name = "Kafka"
    setting = "SEGUE_KAFKA_PORT"

    def __init__(self, *, data: Path, log: Path, port: int, jars: Sequence[Path]) -> None:
        """Prepare only; nothing is started or written."""
        self.data = data.absolute()
        self.log = log.absolute()
        self.port = port
        self._jars = tuple(jars)
        self._process: ChildProcess | None = None

    @property
    def address(self) -> str:
        """The bootstrap server, host:port."""
        return f"{LOCALHOST}:{self.port}"

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._process.pid if self._process else None

    def start(self, *, deadline_s: float = 90.0) -> None:
        """Start and wait until it serves; raises `ServerUnavailable` with the reason when it does not come."""
        self.kill()  # what is left of a run that ended by itself
        require_free(self.port, server=self.name, setting=self.setting)
        require_free(self.port + 1, server="Kafka's controller", setting=self.setting)
        self._write_configuration()
        self._format_once()
        self._process = ChildProcess(self._java("kafka.Kafka", str(self._properties)), output=self._output)
        try:
            self._wait_until_started(time.monotonic() + deadline_s)
        except BaseException:
            self._process.stop()
            raise

    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.alive()

    def stop(self) -> None:
        """Shut down cleanly; without effect when it does not run."""
        if self._process:
            self._process.stop(patience_s=20)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process:
            self._process.kill()

    @property
    def _properties(self) -> Path:
        return self.data / "server.properties"

    @property
    def _output(self) -> Path:
        return self.log.with_suffix(".out")

    def _java(self, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={(self.data / 'log4j2.xml').as_uri()}"
        return [java(), *HEAP, logging, "-cp", ":".join(str(jar) for jar in self._jars), *arguments]

    def _write_configuration(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._properties.write_text(server_properties(port=self.port, topics=self.data / "topics"))
        (self.data / "log4j2.xml").write_text(_LOG4J2.format(log=self.log))

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
            raise ServerUnavailable(f"Kafka could not prepare {self.data}: {(run.stdout + run.stderr).strip()[-600:]}")

    def _wait_until_started(self, deadline: float) -> None:
        while time.monotonic() < deadline:
            if _READY in self._output.read_bytes():
                return
            if not self.alive():
                raise ServerUnavailable(
                    f"Kafka ended at its start; see {self.log}. Its last lines:\n{self._last_words()}"
                )
            time.sleep(0.05)
        raise ServerUnavailable(f"Kafka did not become ready in time; see {self.log}")

    def _last_words(self) -> str:
        lines = []
        for file in (self.log, self._output):
            if file.exists():
                lines += file.read_text(errors="replace").splitlines()[-3:]
        return "\n".join(line[:400] for line in lines)


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
        # A node that comes back after a crash need not wait for its own former session to end.
        "broker.session.timeout.ms": 3000,
        "broker.heartbeat.interval.ms": 500,
        # The default takes half of the heap for compacting two small topics.
        "log.cleaner.dedupe.buffer.size": 16 * 2**20,
        "log.segment.bytes": 256 * 2**20,
        "log.retention.hours": 168,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


_LOG4J2 = """<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="warn" shutdownHook="disable">
  <Appenders>
    <RollingFile name="file" fileName="{log}" filePattern="{log}.%i" ignoreExceptions="false">
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
