import json
import subprocess
from pathlib import Path

import pytest

from infra.setup import installer, steps, system_packages
from infra.setup.requirements import REQUIREMENTS, Requirement
from infra.setup.stamps import Stamps, digest_of, files_under
from infra.setup.steps import SetUp
from infra.setup.system_packages import Lacking, ensure, how_to_install
from tests.paths import ROOT


def needed(found: str | None = None) -> Requirement:
    return Requirement(
        "a fiddle", "music", "required", lambda: found, apt=("fiddle",), dnf=("fiddle-tools",), brew=("fiddle",)
    )


def test_a_step_is_fresh_only_for_the_inputs_it_was_done_with(tmp_path):
    stamps = Stamps(tmp_path / "stamps")
    source = tmp_path / "lock"
    source.write_text("one")
    before = digest_of([source], "3.11")
    assert not stamps.fresh("packages", before)
    stamps.done("packages", before)
    assert stamps.fresh("packages", digest_of([source], "3.11"))
    assert not stamps.fresh("packages", digest_of([source], "3.12"))
    assert not stamps.fresh("other", before)
    source.write_text("two")
    assert not stamps.fresh("packages", digest_of([source], "3.11"))


def test_a_missing_and_an_empty_input_differ(tmp_path):
    (tmp_path / "empty").touch()
    missing = digest_of([tmp_path / "empty"])
    (tmp_path / "empty").unlink()
    assert digest_of([tmp_path / "empty"]) != missing


def test_files_under_a_folder_come_in_order_without_the_named_folders(tmp_path):
    for name in ("b/z", "b/a", "a", "node_modules/x/y"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in files_under(tmp_path, without=("node_modules",))]
    assert found == ["a", "b/a", "b/z"]


@pytest.fixture
def commands(monkeypatch, tmp_path) -> list[list[str]]:
    """What set-up would run, in a project of its own."""
    ran: list[list[str]] = []
    for folder in ("webapp/frontend/src", "webapp/static"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("pyproject.toml", "constraints.txt", "webapp/frontend/package-lock.json", "webapp/frontend/src/a.ts"):
        (tmp_path / name).write_text(name)
    for name, value in {
        "ROOT": tmp_path,
        "FRONTEND": tmp_path / "webapp/frontend",
        "STATIC": tmp_path / "webapp/static",
        "ENVIRONMENT": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv/bin/python",
    }.items():
        monkeypatch.setattr(steps, name, value)

    def run(command: list[str]) -> None:
        ran.append(command[1:])
        (tmp_path / "webapp/frontend/node_modules").mkdir(exist_ok=True)
        (tmp_path / "webapp/static/index.html").touch()
        shared = tmp_path / ".venv/share/segue"
        for folder in ("jars", "class-archives"):
            (shared / folder).mkdir(parents=True, exist_ok=True)
        for name in ("kafka-4.jsa", "spark-4.jsa"):
            (shared / "class-archives" / name).touch()

    monkeypatch.setattr(steps, "_run", run)
    monkeypatch.setattr(installer, "_uv", lambda: None)
    return ran


def do(tmp_path: Path, *, dev: bool = False) -> None:
    setup = SetUp(dev=dev, stamps=Stamps(tmp_path / "stamps"))
    setup.packages()
    setup.java_libraries()
    setup.frontend()
    setup.class_archives()


def test_the_second_set_up_does_nothing(commands, tmp_path):
    do(tmp_path)
    assert len(commands) == 5
    commands.clear()
    do(tmp_path)
    assert commands == []


def test_only_the_step_whose_inputs_changed_is_done_again(commands, tmp_path):
    do(tmp_path)
    commands.clear()
    (tmp_path / "webapp/frontend/src/a.ts").write_text("changed")
    do(tmp_path)
    assert commands == [["-m", "infra.setup.npm", "run", "build"]]
    commands.clear()
    (tmp_path / "constraints.txt").write_text("changed")
    do(tmp_path)
    assert [command[:3] for command in commands] == [["-m", "pip", "install"]]


def test_what_was_deleted_is_made_again(commands, tmp_path):
    do(tmp_path)
    commands.clear()
    (tmp_path / "webapp/static/index.html").unlink()
    do(tmp_path)
    assert commands == [["-m", "infra.setup.npm", "run", "build"]]


def test_tests_add_their_packages_and_running_needs_no_second_installation(commands, tmp_path):
    do(tmp_path, dev=True)
    assert commands[0][-1] == ".[dev]"
    commands.clear()
    do(tmp_path, dev=False)
    assert commands == []


def test_a_failed_step_is_tried_again(commands, tmp_path, monkeypatch):
    def fail(command: list[str]) -> None:
        raise subprocess.CalledProcessError(1, command)

    works = steps._run
    monkeypatch.setattr(steps, "_run", fail)
    with pytest.raises(subprocess.CalledProcessError):
        do(tmp_path)
    monkeypatch.setattr(steps, "_run", works)
    do(tmp_path)
    assert commands[0][:3] == ["-m", "pip", "install"]


def test_an_archive_of_classes_that_was_deleted_is_made_again(commands, tmp_path):
    do(tmp_path)
    commands.clear()
    (tmp_path / ".venv/share/segue/class-archives/spark-4.jsa").unlink()
    do(tmp_path)
    assert commands == [["-m", "infra.setup.class_archives"]]


def test_set_up_goes_on_without_archives_of_classes_and_the_next_one_tries_again(
    commands, tmp_path, monkeypatch, capsys
):
    works = steps._run

    def fail_to_archive(command: list[str]) -> None:
        if command[-1] == "infra.setup.class_archives":
            raise subprocess.CalledProcessError(1, command)
        works(command)

    monkeypatch.setattr(steps, "_run", fail_to_archive)
    do(tmp_path)
    assert commands[-1] == ["-m", "infra.setup.npm", "run", "build"]
    assert "Kafka and Spark work as well" in capsys.readouterr().err
    commands.clear()
    monkeypatch.setattr(steps, "_run", works)
    do(tmp_path)
    assert commands == [["-m", "infra.setup.class_archives"]]


def test_classes_are_archived_when_nothing_else_of_segue_is_made(commands, tmp_path, monkeypatch):
    monkeypatch.setattr(SetUp, "system", lambda _: None)
    SetUp(dev=False, stamps=Stamps(tmp_path / "stamps")).run()
    assert commands[-1] == ["-m", "infra.setup.class_archives"]


def test_what_lacks_is_said_with_the_command_of_each_system():
    said = how_to_install([needed()])
    assert "lacks a fiddle (music)" in said
    assert "sudo apt-get install -y fiddle" in said
    assert "sudo dnf install -y fiddle-tools" in said
    assert "brew install fiddle" in said


def test_set_up_stops_with_the_command_where_it_may_not_install(monkeypatch):
    monkeypatch.setattr(system_packages, "may_use_apt", lambda: False)
    with pytest.raises(Lacking, match="apt-get install -y fiddle"):
        ensure([needed()])


def test_set_up_installs_by_apt_where_it_may(monkeypatch):
    installed: list[str] = []
    monkeypatch.setattr(system_packages, "may_use_apt", lambda: True)
    monkeypatch.setattr(system_packages, "_apt_install", installed.extend)
    requirement = Requirement("a fiddle", "music", "required", lambda: "1" if installed else None, apt=("fiddle",))
    ensure([requirement, needed(found="2")])
    assert installed == ["fiddle"]


def test_what_tests_use_is_installed_in_one_go(monkeypatch, tmp_path):
    installed: list[list[str]] = []
    wanted = [Requirement(name, "tests", "tests", lambda: "1" if installed else None, apt=(name,)) for name in "ab"]
    monkeypatch.setattr(steps, "REQUIREMENTS", [needed(), *wanted])
    monkeypatch.setattr(system_packages, "may_use_apt", lambda: True)
    monkeypatch.setattr(system_packages, "_apt_install", installed.append)
    SetUp(dev=True, stamps=Stamps(tmp_path)).checkers()
    assert installed == [["a", "b"]]


def test_one_package_that_cannot_be_had_keeps_no_other_out(monkeypatch, tmp_path, capsys):
    here: set[str] = set()

    def install(packages: list[str]) -> None:
        here.update(packages if packages == ["b"] else [])  # as apt: all of a command, or nothing

    wanted = [
        Requirement(name, "tests", "tests", lambda name=name: name if name in here else None, apt=(name,))
        for name in "ab"
    ]
    monkeypatch.setattr(steps, "REQUIREMENTS", wanted)
    monkeypatch.setattr(system_packages, "may_use_apt", lambda: True)
    monkeypatch.setattr(system_packages, "_apt_install", install)
    SetUp(dev=True, stamps=Stamps(tmp_path)).checkers()
    assert here == {"b"}
    assert "tests that use a will be skipped" in capsys.readouterr().out


@pytest.fixture
def attempts(monkeypatch, tmp_path) -> list[list[str]]:
    """What apt is asked for where it knows none of it: `a`, which tests use, and `b`, which is optional."""
    asked: list[list[str]] = []
    lacking = [
        Requirement("a", "tests", "tests", lambda: None, apt=("a",)),
        Requirement("b", "speed", "optional", lambda: None, apt=("b",)),
    ]
    (tmp_path / "release").write_text("12")
    monkeypatch.setattr(steps, "OS_RELEASE", tmp_path / "release")
    monkeypatch.setattr(steps, "REQUIREMENTS", lacking)
    monkeypatch.setattr(system_packages, "may_use_apt", lambda: True)
    monkeypatch.setattr(steps, "may_use_apt", lambda: True)
    monkeypatch.setattr(system_packages, "_apt_install", asked.append)
    return asked


def test_what_is_optional_and_cannot_be_had_is_asked_of_apt_once(attempts, tmp_path, capsys):
    setup = SetUp(dev=True, stamps=Stamps(tmp_path / "stamps"))
    setup.checkers()
    assert attempts == [["a", "b"], ["a"], ["b"]]
    attempts.clear()
    capsys.readouterr()
    setup.checkers()
    assert {package for packages in attempts for package in packages} == {"a"}
    assert "tests that use b will be skipped" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["release", "list"])
def test_what_is_optional_is_asked_again_of_another_release_or_in_another_list(attempts, tmp_path, monkeypatch, change):
    setup = SetUp(dev=True, stamps=Stamps(tmp_path / "stamps"))
    setup.checkers()
    attempts.clear()
    if change == "release":
        (tmp_path / "release").write_text("13")
    else:
        more = Requirement("c", "speed", "optional", lambda: None, apt=("c",))
        monkeypatch.setattr(steps, "REQUIREMENTS", [*steps.REQUIREMENTS, more])
    setup.checkers()
    assert ["b"] in attempts


def test_a_step_that_fails_beside_another_is_told_when_both_have_ended():
    ended: list[str] = []

    def fail() -> None:
        raise Lacking("no fiddle")

    with pytest.raises(Lacking, match="no fiddle"):
        steps._side_by_side(fail, lambda: ended.append("other"))
    assert ended == ["other"]


def test_every_required_thing_names_its_packages():
    for each in REQUIREMENTS[1:]:
        assert each.apt, each.name


def test_the_front_ends_lock_belongs_to_its_package_file():
    frontend = ROOT / "webapp" / "frontend"
    package = json.loads((frontend / "package.json").read_text())
    lock = json.loads((frontend / "package-lock.json").read_text())["packages"][""]
    assert lock["dependencies"] == package["dependencies"]
    assert lock["devDependencies"] == package["devDependencies"]


def test_no_lock_file_holds_an_address():
    for name in ("constraints.txt", "webapp/frontend/package-lock.json"):
        text = (ROOT / name).read_text()
        assert '"resolved"' not in text
        assert " @ " not in text
        assert "--hash" not in text


def test_of_alternative_packages_one_is_named():
    jre = Requirement("Java", "Spark", "required", lambda: None, apt=("no-such-package-a|no-such-package-b",))
    assert "apt-get install -y no-such-package-b\n" in how_to_install([jre])
