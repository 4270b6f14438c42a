from pathlib import Path

import pytest

from infra.servers.class_archives import options_to_make
from infra.setup import class_archives
from infra.setup.class_archives import make
from recommender.errors import NotReady, ServerUnavailable


@pytest.fixture
def archive(monkeypatch, tmp_path) -> Path:
    """The archive of an earlier set-up, under a Java that makes archives."""
    monkeypatch.setattr(class_archives, "require_able", lambda _: None)
    path = tmp_path / "kafka-1.jsa"
    path.write_bytes(b"before")
    return path


def written(options: tuple[str, ...]) -> Path:
    """Return the file that a JVM with these options writes."""
    return Path(options[0].partition("=")[2])


def test_an_archive_that_was_written_to_its_end_takes_the_place_of_the_one_before(archive):
    assert make(archive, lambda _, options: written(options).write_bytes(b"\xa8\x0b\xba\xf0rest"))
    assert archive.read_bytes() == b"\xa8\x0b\xba\xf0rest"
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


@pytest.mark.parametrize("content", [b"", bytes(4_096)])
def test_an_archive_that_was_not_written_to_its_end_is_none(archive, capsys, content):
    assert not make(archive, lambda _, options: written(options).write_bytes(content))
    assert archive.read_bytes() == b"before"
    assert "Java was ended while it wrote" in capsys.readouterr().out


def test_a_jvm_that_writes_no_archive_is_told(archive, capsys):
    assert not make(archive, lambda *_: None)
    assert "no archive of kafka-1: NotReady: Java has written none" in capsys.readouterr().out


@pytest.mark.parametrize("error", [ServerUnavailable("no room"), RuntimeError("of py4j")])
def test_a_server_that_fails_leaves_the_archive_before_and_says_why(archive, capsys, error):
    def fail(*_: object) -> None:
        raise error

    assert not make(archive, fail)
    assert archive.read_bytes() == b"before"
    assert str(error) in capsys.readouterr().out


def test_no_server_is_started_where_java_makes_no_archives(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(class_archives, "java", lambda: "true")  # as a Java that knows no such option
    asked: list[Path] = []
    assert not make(tmp_path / "kafka-1.jsa", lambda home, _: asked.append(home))
    assert asked == []
    assert "this Java makes no archives of classes" in capsys.readouterr().out


def test_where_one_archive_lacks_the_other_is_made_and_the_exit_code_says_so(monkeypatch, tmp_path):
    tried: list[str] = []

    def make_sparks_only(path: Path, _: object) -> bool:
        tried.append(path.name.partition("-")[0])
        return tried == ["kafka", "spark"]

    monkeypatch.setattr(class_archives, "folder", lambda: tmp_path)
    monkeypatch.setattr(class_archives, "make", make_sparks_only)
    assert (class_archives.main(), tried) == (1, ["kafka", "spark"])


def test_the_trial_is_whole_where_java_makes_archives(tmp_path):
    trial = tmp_path / "trial.jsa"
    assert written(options_to_make(trial)) == trial
    try:
        class_archives.require_able(trial)
    except NotReady as reason:
        pytest.skip(str(reason))
    class_archives.require_whole(trial)
