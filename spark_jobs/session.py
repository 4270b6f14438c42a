"""Starting Spark: quiet, bound to this machine, with the jars it is handed."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark import SparkContext
from pyspark.sql import SparkSession

from recommender.errors import SegueError, ServerUnavailable
from spark_jobs.failures import in_words, is_of_spark, start_reason

_LOG4J = """status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = {logs}/spark.log
appender.file.filePattern = {logs}/spark-%i.log.gz
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{ISO8601}} %p %c{{1}}: %m%n%ex
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 10MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 3
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
"""

_QUICK_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
"""The JVM only moves bytes (numpy does the arithmetic), so it need not optimise; this starts seconds sooner."""

_ENDS_WITHIN_S = 2.0


@dataclass(frozen=True, kw_only=True)
class SparkConfig:
    """Where Spark runs and what it may use."""

    master: str
    jars: tuple[Path, ...]
    home: Path
    """Where logs and scratch go."""
    driver_memory: str = "2g"
    driver_host: str = "127.0.0.1"
    """Address that executors call back; 127.0.0.1 as long as they run here."""
    class_options: tuple[str, ...] = ()
    """Further options of the driver's JVM: how it loads classes."""
    shuffle_partitions: int = 4
    python: str = sys.executable
    """Python of the executors; it must have segue installed."""


@contextmanager
def spark_session(config: SparkConfig, *, name: str) -> Iterator[SparkSession]:
    """Run Spark for the block; nothing of it goes to the terminal, warnings go to `<home>/logs/spark.log`.

    Raises:
        ServerUnavailable: the master does not answer, Java does not start, or Spark fails or dies during the block.

    """
    logs = config.home.absolute() / "logs"
    builder = _builder(config, name)
    _quieten_py4j()
    session = _start(builder, config, logs)
    gateway: Any = SparkContext._gateway  # nothing public tells of the Java process
    try:
        yield session
    except Exception as error:
        if isinstance(error, SegueError) or not is_of_spark(error):
            raise
        raise in_words(error, exit_code=_exit_code(gateway), memory=config.driver_memory, logs=logs) from error
    finally:
        _stop(session, gateway)


def end_java(*, within_s: float = 60.0) -> None:
    """End the Java process of the sessions before; it would go on until this process ends."""
    gateway: Any = SparkContext._gateway
    gateway.shutdown()
    gateway.proc.stdin.close()  # it reads there to know when to end
    gateway.proc.wait(timeout=within_s)
    _forget_java()


def _quieten_py4j() -> None:
    """Keep py4j from telling about a Java process that died, partly by the root logger: one sentence says it."""
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_is_not_py4j)  # the same function again is not added twice


def _is_not_py4j(record: logging.LogRecord) -> bool:
    return "py4j" not in record.pathname


def _start(builder: SparkSession.Builder, config: SparkConfig, logs: Path) -> SparkSession:
    written = logs / "spark-jvm.log"
    before = written.stat().st_size if written.exists() else 0
    try:
        with _stderr_into(written):
            session = builder.getOrCreate()
        session.sparkContext.pythonExec = config.python
    except Exception as error:  # py4j and pyspark raise many kinds for one cause
        gateway: Any = SparkContext._gateway
        if gateway is not None and (code := _exit_code(gateway)) is not None:
            _forget_java()
            raise in_words(error, exit_code=code, memory=config.driver_memory, logs=logs) from error
        reason = start_reason(written.read_bytes()[before:].decode(errors="replace").splitlines())
        reason = reason or f"{type(error).__name__}: {_first_line(error)}"
        raise ServerUnavailable(
            f"Spark at {config.master} does not start ({reason}); see {written}, and check SEGUE_SPARK_MASTER, "
            "SEGUE_SPARK_DRIVER_MEMORY and `segue doctor`"
        ) from error
    return session


def _exit_code(gateway: Any) -> int | None:
    """Return the exit code of the Java process, None while it runs; it may end some moments after its connections."""
    try:
        return int(gateway.proc.wait(timeout=_ENDS_WITHIN_S))
    except subprocess.TimeoutExpired:
        return None


def _stop(session: SparkSession, gateway: Any) -> None:
    if gateway.proc.poll() is None:
        session.stop()
        return
    _forget_java()


def _forget_java() -> None:
    """With Java gone there is nobody to say goodbye to; the next session of this process starts another one."""
    SparkContext._active_spark_context = SparkContext._gateway = SparkContext._jvm = None
    SparkSession._instantiatedSession = None


def _builder(config: SparkConfig, name: str) -> SparkSession.Builder:
    home = config.home.absolute()
    log4j = home / "run" / "spark-log4j2.properties"
    log4j.parent.mkdir(parents=True, exist_ok=True)
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    log4j.write_text(_LOG4J.format(logs=logs))
    options = {
        "spark.jars": ",".join(str(jar) for jar in config.jars),
        "spark.driver.memory": config.driver_memory,
        "spark.driver.host": config.driver_host,
        "spark.driver.bindAddress": config.driver_host,
        "spark.driver.extraJavaOptions": " ".join(
            [
                f"-Dlog4j2.configurationFile={log4j.as_uri()}",
                _QUICK_START,
                *(f'"{each}"' for each in config.class_options),
            ]
        ),
        "spark.executor.extraJavaOptions": _QUICK_START,
        "spark.rpc.message.maxSize": "512",  # MB: a shard of trees is sent whole, 64 MB of 250,000 tracks
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(config.shuffle_partitions),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "4096",
        "spark.sql.warehouse.dir": str(home / "run" / "spark-warehouse"),
    }
    builder = SparkSession.builder.master(config.master).appName(f"segue {name}")
    for key, value in options.items():
        builder = builder.config(key, value)
    return builder


@contextmanager
def _stderr_into(path: Path) -> Iterator[None]:
    """Let processes started in the block write their errors to a file: the JVM inherits it for its whole life."""
    sys.stderr.flush()
    terminal = os.dup(2)
    with path.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200]
