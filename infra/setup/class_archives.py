"""Makes the archives of Java classes by a short run of Kafka and of Spark; run with the environment's Python."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from infra.servers.class_archives import folder, kafka_archive, options_to_make, spark_archive
from infra.servers.jars import connector_jars, java, kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.process_lock import exclusive_lock
from infra.settings import Settings
from recommender.errors import NotReady

N_TRACKS = 8
FINGERPRINT = "of the archive of classes"
WRITTEN_WITHIN_S = 120.0
"""A JVM writes its archive when it is asked to end, which takes seconds, on a busy machine many."""


def main() -> int:
    """Make every archive, also in place of one that is here: it may be another Java's; returns 1 where one lacks."""
    with exclusive_lock(folder() / ".lock"):
        made = [make(kafka_archive(), record_kafka), make(spark_archive(), record_spark)]
    return 0 if all(made) else 1


def make(archive: Path, record: Callable[[Path, tuple[str, ...]], None]) -> bool:
    """Have `record` run a JVM with the options that write the archive; returns whether it has been made.

    Where it has not, things are as they were and the reason is printed: all starts without, only later.
    """
    print(f"  archiving the classes of {archive.stem}", flush=True)
    with TemporaryDirectory(prefix=f".{archive.stem}-", dir=archive.parent, ignore_cleanup_errors=True) as scratch:
        made = Path(scratch) / "made.jsa"
        try:
            require_able(Path(scratch) / "trial.jsa")
            record(Path(scratch), options_to_make(made))
            require_whole(made)
        except Exception as error:  # whatever it was: nobody needs the archive
            print(f"  no archive of {archive.stem}: {type(error).__name__}: {error}", flush=True)
            return False
        made.replace(archive)
    return True


def require_able(trial: Path) -> None:
    """Raise `NotReady` where Java makes no archives, as others than OpenJDK's: no server is started to learn it."""
    subprocess.run([java(), *options_to_make(trial), "-version"], capture_output=True, timeout=60, check=False)
    if not trial.is_file():
        raise NotReady("this Java makes no archives of classes")


def require_whole(archive: Path) -> None:
    """Raise `NotReady` for an archive that Java has not written to its end: the head of the file comes last."""
    if not archive.is_file():
        raise NotReady("Java has written none")
    with archive.open("rb") as file:
        if not any(file.read(4)):
            raise NotReady("Java was ended while it wrote")


def record_kafka(home: Path, class_options: tuple[str, ...]) -> None:
    """Start a broker, send it one message, and shut it down."""
    from streaming.write_probe import KafkaWriteProbe

    broker = Kafka(
        data=home / "kafka",
        log=home / "logs" / "kafka.log",
        port=free_port(following=1),
        jars=kafka_jars(Settings()),
        class_options=class_options,
    )
    broker.start()
    try:
        probe = KafkaWriteProbe(broker.address, within_s=30)
        probe.trouble()
        probe.close()
    finally:
        broker.stop(patience_s=WRITTEN_WITHIN_S)


def record_spark(home: Path, class_options: tuple[str, ...]) -> None:
    """Do what building an index asks of Spark, on a handful of made-up tracks."""
    from recommender.similarity.features import N_COLUMNS
    from spark_jobs.features_frame import TABLE_COLUMNS, in_order, take_census
    from spark_jobs.session import SparkConfig, end_java, spark_session
    from spark_jobs.vector_blocks import column_sums

    config = SparkConfig(
        master="local[2]",
        jars=tuple(connector_jars(Settings())),
        home=home,
        driver_memory="1g",
        class_options=class_options,
    )
    now, vector = datetime.now(UTC), np.ones(N_COLUMNS, dtype="<f4").tobytes()
    rows = [
        (f"t{number}", "title", "artist", "album", ["genre"], 1.0, FINGERPRINT, vector, now)
        for number in range(N_TRACKS)
    ]
    columns = [*TABLE_COLUMNS, "fingerprint", "vector", "analysed_at"]
    with spark_session(config, name="class archive") as session:
        frame = session.createDataFrame(rows, columns)
        take_census(frame, fingerprint=FINGERPRINT)
        column_sums(in_order(frame, fingerprint=FINGERPRINT, partitions=2))
    end_java(within_s=WRITTEN_WITHIN_S)


if __name__ == "__main__":
    sys.exit(main())
