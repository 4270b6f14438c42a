"""What tests share: one MongoDB and one Kafka for a run, one Spark for a process, started when first asked for."""

import gc
import os
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from infra.servers.class_archives import options_to_map, spark_archive
from infra.servers.jars import connector_jars, kafka_jars
from infra.servers.kafka import Kafka
from infra.servers.listening_port import free_port
from infra.servers.mongod import Mongod
from infra.servers.running import ServerAddresses
from infra.settings import Settings
from tests.paths import ROOT, SHARED
from tests.session_servers import session_server

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test-faults` try more than `make test` has time for."""
    parser.addoption("--long-faults", action="store_true", help="faults again and again, with many listeners")
    parser.addoption("--fault-report", metavar="FILE", help="where to keep what was tried, one JSON object a line")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage: there is none, and what was collected stays until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes; xdist hands out files in this order (`--no-loadscope-reorder`)."""
    from tests.file_schedule import file_of, order

    long = {file_of(item.nodeid) for item in items if item.get_closest_marker("takes_minutes")}
    files = order(dict.fromkeys(file_of(item.nodeid) for item in items), first=long)
    place = {file: number for number, file in enumerate(files)}
    items.sort(key=lambda item: place[file_of(item.nodeid)])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give `--dist loadfile` the files of a group to one process, so that what they share is made once."""
    if config.getvalue("dist") != "loadfile":
        return None
    from tests.file_schedule import GroupedFiles

    return GroupedFiles(config, log)


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run have in common."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "session"


@pytest.fixture(scope="session")
def mongo_uri(session_folder: Path) -> Iterator[str]:
    """The session's MongoDB, a replica set of one; use a database of your own (`mongo_db`)."""
    with session_server("mongo", session_folder) as address:
        yield address


@pytest.fixture(scope="session")
def kafka_bootstrap(session_folder: Path) -> Iterator[str]:
    """The session's Kafka, host:port; use a cell or topics of your own."""
    with session_server("kafka", session_folder) as address:
        yield address


@pytest.fixture(scope="session")
def servers(mongo_uri: str, kafka_bootstrap: str) -> ServerAddresses:
    """Both servers of the session."""
    return ServerAddresses(mongo_uri, kafka_bootstrap)


@pytest.fixture
def mongo_db(mongo_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """An empty database of this test's own, dropped afterwards."""
    with MongoClient(mongo_uri, tz_aware=True) as client:
        name = f"test_{uuid4().hex[:12]}"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def settings(servers: ServerAddresses, tmp_path: Path) -> Settings:
    """Settings with a home, a database and a cell of this test's own on the session's servers."""
    name = uuid4().hex[:12]
    return replace(
        Settings(),
        access="open",
        home=tmp_path / "home",
        mongo_uri=servers.mongo_uri,
        mongo_database=f"test_{name}",
        kafka_bootstrap=servers.kafka_bootstrap,
        kafka_partitions=2,
        cell=f"t{name}",
        web_port=free_port(),
        spark_master="local[2]",
        spark_driver_memory="1g",
    )


@pytest.fixture
def own_mongod(tmp_path: Path) -> Iterator[Mongod]:
    """A running MongoDB of this test's own: `kill()` and `start()` again keep its port and data."""
    server = Mongod(data=tmp_path / "mongo", log=tmp_path / "logs" / "mongod.log", port=free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[Kafka]:
    """A running Kafka of this test's own: `kill()` and `start()` again keep its port and data."""
    server = _kafka_in(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["SparkSession"]:
    """One local Spark of two threads with the MongoDB connector, for all tests of a process."""
    from spark_jobs.session import SparkConfig, spark_session

    config = SparkConfig(
        master="local[2]",
        jars=tuple(connector_jars(Settings())),
        home=tmp_path_factory.mktemp("spark"),
        driver_memory="1g",
        class_options=options_to_map(spark_archive()),
    )
    with spark_session(config, name="tests") as session:
        yield session


@pytest.fixture(scope="session")
def trained_lab(
    servers: ServerAddresses, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """The lab's models of real data, which take minutes; change a copy of it only (`copy_of_lab`)."""
    from tests.builders.lab_models import lab_of_real_data

    with lab_of_real_data(servers, shared_data, tmp_path_factory.mktemp("trained lab")) as settings:
        yield settings


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the project; without it the test is skipped and says so."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"needs the real data in {os.path.relpath(SHARED / 'data', ROOT)}, which is not here")
    return SHARED


def _kafka_in(home: Path) -> Kafka:
    port = free_port(following=1)
    return Kafka(data=home / "kafka", log=home / "logs" / "kafka.log", port=port, jars=kafka_jars(Settings()))
