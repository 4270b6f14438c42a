import re
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

from infra.cli import COMMANDS, segue
from infra.setup.readme_blocks import first_sentence, walk, with_blocks
from tests.paths import ROOT

README = ROOT / "README.md"
EVERY_COMMAND = dict(walk(segue, ("segue",)))
REGISTRIES = [
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "repo1.maven" + ".org",
    "maven" + ".apache.org",
    "deb.debian" + ".org",
    "archive.ubuntu" + ".com",
]
THIS_MACHINE = ["/work" + "/main", "/work" + "/shared", "/root" + "/"]


@cache
def files() -> list[Path]:
    """Every file that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def pages() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def code_in(page: Path) -> str:
    """Everything that a page shows as code, one piece a line; of a console, what is typed and not what it answers."""
    text = re.sub(
        r"```console\n(.*?)```", lambda shown: f"```\n{_typed(shown[1])}\n```", page.read_text(), flags=re.DOTALL
    )
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))])


def _typed(console: str) -> str:
    return "\n".join(line for line in console.splitlines() if line.startswith("$ "))


def test_the_readme_tells_what_the_code_does():
    text = README.read_text()
    assert with_blocks(text) == text, "run: .venv/bin/python -m infra.setup.readme_blocks"


def test_every_command_of_the_help_is_in_the_readme():
    text = README.read_text()
    assert {path[1] for path in EVERY_COMMAND} == COMMANDS.keys()
    assert [path for path in EVERY_COMMAND if " ".join(path) not in text] == []


@pytest.mark.parametrize("path", EVERY_COMMAND, ids=" ".join)
def test_a_command_and_its_options_have_help(path):
    command = EVERY_COMMAND[path]
    assert first_sentence(command).endswith((".", "stops all of it."))
    assert [param.name for param in command.params if isinstance(param, click.Option) and not param.help] == []


def test_the_readme_keeps_its_order():
    order = ["docs/player.png", "make demo", "The house", "Commands", "Settings", "How a play becomes a pick"]
    order += ["The lab", "Where to change what", "Tests", "Licences"]
    text = README.read_text()
    places = [text.index(each if each[0].islower() else f"## {each}") for each in order]
    assert places == sorted(places)


def test_every_relative_link_leads_somewhere():
    broken = []
    for page in pages():
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            target = link.partition("#")[0]
            if target and not re.match(r"[a-z]+:", target) and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_every_anchor_leads_to_a_heading():
    broken = []
    for page in pages():
        for link in re.findall(r"\]\(([^)\s]*#[^)\s]+)\)", page.read_text()):
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            if anchor not in anchors_of(page.parent / target if target else page):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_make_target_that_is_named_exists():
    told = subprocess.run(["make", "-npq", "help"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    known = set(re.findall(r"^([a-z][\w-]*):", told, re.MULTILINE))
    named = {(page.name, name) for page in pages() for name in re.findall(r"\bmake ([a-z][\w-]*)", code_in(page))}
    assert [each for each in sorted(named) if each[1] not in known] == []


def test_every_segue_command_that_is_named_exists():
    named = {
        (page.name, name)
        for page in pages()
        for name in re.findall(r"(?:^|[ $(/&])segue ([a-z]+)\b", code_in(page), re.MULTILINE)
    }
    assert [each for each in sorted(named) if each[1] not in COMMANDS] == []


def test_the_changelog_has_a_place_for_what_is_not_released():
    assert re.search(r"^## \[?Unreleased\]?$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def test_no_file_names_a_registry_or_a_place_of_one_machine():
    found = []
    for path in files():
        text = path.read_bytes()
        found += [f"{path.relative_to(ROOT)}: {each}" for each in REGISTRIES + THIS_MACHINE if each.encode() in text]
    assert found == []
