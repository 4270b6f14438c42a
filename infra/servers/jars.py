"""The Java libraries of Kafka and of Spark's MongoDB connector, resolved once by the Ivy that ships inside pyspark.

They lie beside the installed packages (`<sys.prefix>/share/segue/jars`), not in `SEGUE_HOME`: they belong to the
version of segue, so every home of one installation uses the same ones and only set-up needs the network.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from infra.servers.process_lock import exclusive_lock
from infra.settings import Settings
from recommender.errors import NotReady, ServerUnavailable

RESOLVE_LIMIT_S = 900


@dataclass(frozen=True)
class JarSet:
    """Maven coordinates, `organisation:name:version`, that are wanted with all they depend on."""

    name: str
    coordinates: tuple[str, ...]

    @property
    def folder_name(self) -> str:
        """Folder of this set: a new version is a new folder, so an old one is never half of a new one."""
        return f"{self.name}-{self.coordinates[0].rpartition(':')[2]}"


KAFKA = JarSet(
    "kafka",
    ("org.apache.kafka:kafka_2.13:4.3.1", "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4"),
)
"""The broker; without a log4j binding it would log nothing at all."""

SPARK_MONGO = JarSet("spark-mongo", ("org.mongodb.spark:mongo-spark-connector_2.13:10.5.0",))
"""Spark's MongoDB connector, given to Spark as `spark.jars`."""

ALL = (KAFKA, SPARK_MONGO)

_SETTINGS_XML = """<ivysettings>
  <settings defaultResolver="central"/>
  <resolvers><ibiblio name="central" m2compatible="true"/></resolvers>
</ivysettings>
"""


def kafka_jars(settings: Settings) -> list[Path]:
    """Return the jars of the Kafka broker; raises `NotReady` where set-up has not resolved them."""
    return _find(KAFKA, settings)


def connector_jars(settings: Settings) -> list[Path]:
    """Return the jars of Spark's MongoDB connector; raises `NotReady` where set-up has not resolved them."""
    return _find(SPARK_MONGO, settings)


def shared_folder() -> Path:
    """Folder beside the installed packages that all homes share."""
    return Path(sys.prefix) / "share" / "segue" / "jars"


def is_resolved(jars: JarSet, settings: Settings) -> bool:
    """Whether all jars of this set are here."""
    return any((folder / jars.folder_name).is_dir() for folder in _folders(settings))


def resolve(jars: JarSet, *, folder: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """Fetch what is missing of `jars` into `folder` and return the folder of the set.

    What one interrupted run fetched, the next one keeps; the set's folder appears only when it is whole.
    Raises `ServerUnavailable` when Maven Central cannot be reached.
    """
    final = folder / jars.folder_name
    with exclusive_lock(folder / ".lock"):
        if final.is_dir():
            return final
        say(f"resolving {', '.join(jars.coordinates)}")
        work = folder / f".{jars.folder_name}"
        shutil.rmtree(work / "jars", ignore_errors=True)
        work.mkdir(parents=True, exist_ok=True)
        (work / "settings.xml").write_text(_SETTINGS_XML)
        (work / "ivy.xml").write_text(_ivy_xml(jars))
        _run_ivy(work)
        (work / "jars").rename(final)
        shutil.rmtree(work)
    return final


def _folders(settings: Settings) -> tuple[Path, ...]:
    return shared_folder(), settings.home.absolute() / "jars"


def _find(jars: JarSet, settings: Settings) -> list[Path]:
    for folder in _folders(settings):
        if files := sorted((folder / jars.folder_name).glob("*.jar")):
            return files
    raise NotReady(f"the Java libraries for {jars.name} are not here yet; run `make setup`")


def _ivy_xml(jars: JarSet) -> str:
    lines = []
    for coordinate in jars.coordinates:
        organisation, name, version = coordinate.split(":")
        lines.append(f'<dependency org="{organisation}" name="{name}" rev="{version}" conf="default->default"/>')
    return (
        '<ivy-module version="2.0"><info organisation="segue" module="jars"/>'
        f'<configurations><conf name="default"/></configurations><dependencies>{"".join(lines)}</dependencies>'
        "</ivy-module>\n"
    )


def _run_ivy(work: Path) -> None:
    command = [java(), f"-Divy.home={work / 'home'}", "-jar", str(_ivy_jar())]
    command += ["-settings", str(work / "settings.xml"), "-ivy", str(work / "ivy.xml"), "-cache", str(work / "cache")]
    command += ["-types", "jar", "bundle", "-retrieve", str(work / "jars" / "[artifact]-[revision].[ext]")]
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=RESOLVE_LIMIT_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ServerUnavailable(
            f"Maven Central took longer than {RESOLVE_LIMIT_S} s; run it again, it resumes"
        ) from error
    if run.returncode:
        log = work / "ivy.log"
        log.write_text(run.stdout + run.stderr)
        raise ServerUnavailable(
            f"cannot fetch the Java libraries from Maven Central (is this machine offline? details: {log}); "
            "run it again when the network is there, it resumes"
        )


def _ivy_jar() -> Path:
    package = find_spec("pyspark")
    if package is None or package.origin is None:
        raise NotReady("pyspark is not installed; run `make setup`")
    return next((Path(package.origin).parent / "jars").glob("ivy-*.jar"))


def java() -> str:
    """Return the path of `java`; raises `NotReady` when there is none."""
    path = shutil.which("java")
    if path is None:
        raise NotReady("there is no java on PATH; run `make setup`, or install a Java runtime 17 or newer")
    return path
