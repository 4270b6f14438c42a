"""Archives of loaded Java classes (class-data sharing), made once by set-up beside the jars.

A JVM with its archive maps the classes that it would else read from jars, verify and lay out, which is most of what a
start costs. The JVM compares an archive with its own version and with the jars, and starts without one that differs.
"""

from importlib.metadata import version
from pathlib import Path

from infra.servers import jars

# Warnings go to the errors: a program reads the standard output. Of archives (`cds`) there are none: one that an update
# of Java or of the jars has made useless would be told at each start until set-up makes another.
_WORDS_TO_ERRORS = ("-Xlog:disable", "-Xlog:all=warning,cds*=error:stderr")


def folder() -> Path:
    """Folder beside the installed packages that all homes share."""
    return jars.shared_folder().parent / "class-archives"


def kafka_archive() -> Path:
    """Where set-up keeps the classes of the broker."""
    return folder() / f"{jars.KAFKA.folder_name}.jsa"


def spark_archive() -> Path:
    """Where set-up keeps the classes of Spark's driver."""
    return folder() / f"spark-{version('pyspark')}.jsa"


def options_to_map(archive: Path) -> tuple[str, ...]:
    """Return the options of a JVM that maps the archive; none where there is no such archive."""
    return (f"-XX:SharedArchiveFile={archive}", *_WORDS_TO_ERRORS) if archive.is_file() else ()


def options_to_make(archive: Path) -> tuple[str, ...]:
    """Return the options of a JVM that writes the archive when it ends."""
    return (f"-XX:ArchiveClassesAtExit={archive}", *_WORDS_TO_ERRORS)
