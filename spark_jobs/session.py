"""Starting Spark: quiet, bound to this machine, with the jars it is handed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

from recommender.errors import ServerUnavailable

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
    shuffle_partitions: int = 4
    python: str = sys.executable
    """Python of the executors; it must have segue installed."""


@contextmanager
def spark_session(config: SparkConfig, *, name: str) -> Iterator[SparkSession]:
    """Run Spark for the block; nothing of it goes to the terminal, warnings go to `<home>/logs/spark.log`.

    Raises:
        ServerUnavailable: the master does not answer or Java does not start.

    """
    builder = _builder(config, name)
    try:
        with _stderr_into(config.home / "logs" / "spark-jvm.log"):
            session = builder.getOrCreate()
        session.sparkContext.pythonExec = config.python
    except Exception as error:  # py4j and pyspark raise many kinds for one cause
        raise ServerUnavailable(
            f"Spark at {config.master} does not start ({type(error).__name__}: {_first_line(error)}); "
            f"see {config.home / 'logs' / 'spark.log'}, and check SEGUE_SPARK_MASTER and `segue doctor`"
        ) from error
    try:
        yield session
    finally:
        session.stop()


def _builder(config: SparkConfig, name: str) -> SparkSession.Builder:
    home = config.home.absolute()
    logging = home / "run" / "spark-log4j2.properties"
    logging.parent.mkdir(parents=True, exist_ok=True)
    logs = home / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    logging.write_text(_LOG4J.format(logs=logs))
    options = {
        "spark.jars": ",".join(str(jar) for jar in config.jars),
        "spark.driver.memory": config.driver_memory,
        "spark.driver.host": config.driver_host,
        "spark.driver.bindAddress": config.driver_host,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging.as_uri()} {_QUICK_START}",
        "spark.executor.extraJavaOptions": _QUICK_START,
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
