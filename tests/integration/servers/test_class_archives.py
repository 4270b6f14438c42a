"""Archives of Java classes: used where set-up has made them, never needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.servers.class_archives import kafka_archive, options_to_map, spark_archive
from infra.servers.jars import java
from infra.servers.kafka import Kafka
from infra.setup.class_archives import require_whole


@pytest.mark.live
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_broker_maps_the_archive_that_set_up_has_made(own_kafka: Kafka) -> None:
    require(kafka_archive())
    assert str(kafka_archive().resolve()) in Path(f"/proc/{own_kafka.pid}/maps").read_text()


def test_the_archive_that_set_up_has_made_for_spark_is_written_to_its_end() -> None:
    require(spark_archive())
    require_whole(spark_archive())


def test_a_jvm_without_an_archive_is_given_no_options(tmp_path: Path) -> None:
    assert options_to_map(tmp_path / "none.jsa") == ()


def test_a_jvm_starts_without_an_archive_that_does_not_fit_and_its_output_stays_its_own(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.jsa"
    damaged.write_bytes(b"not an archive" * 1_000)
    run = run_java(*options_to_map(damaged))
    assert (run.returncode, run.stdout) == (0, "")
    assert "version" in run.stderr


def test_a_jvm_does_not_warn_at_each_start_of_an_archive_of_other_jars(tmp_path: Path) -> None:
    require(kafka_archive())
    run = run_java(*options_to_map(kafka_archive()), "-cp", str(tmp_path))
    assert (run.returncode, run.stdout) == (0, "")
    assert "[warning]" not in run.stderr


def require(archive: Path) -> None:
    if not archive.is_file():
        pytest.skip(f"there is no {archive.name}: set-up could make none here and has said why; all works without")


def run_java(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([java(), *options, "-version"], capture_output=True, text=True, timeout=60, check=False)
