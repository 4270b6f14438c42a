from types import SimpleNamespace

import pytest

from tests.file_schedule import GROUPS, MOSTLY_WAIT, GroupedFiles, group_of, order
from tests.paths import ROOT


class Node:
    """A process of tests that keeps what it was given."""

    shutting_down = False
    gateway = SimpleNamespace(id="gw")

    def __init__(self):
        self.given = []

    def send_runtest_some(self, indices):
        self.given += indices

    def shutdown(self):
        self.shutting_down = True


@pytest.mark.parametrize("group", GROUPS)
def test_every_file_and_folder_of_a_group_is_there(group):
    assert [place for place in GROUPS[group] if not (ROOT / place).exists()] == []


def test_a_test_goes_with_its_file_or_with_its_group():
    assert group_of("tests/unit/test_a.py::TestB::test_c[x::y]") == "tests/unit/test_a.py"
    for group, places in GROUPS.items():
        assert {group_of(f"{place}::test") for place in places} == {group}
    assert group_of("tests/unit/webapp/visibility/test_sockets.py::test_a") == "models that know of a hidden library"


def test_one_process_runs_a_whole_group_though_other_files_lie_between():
    first, second = GROUPS["the trained lab"]
    tests = [f"{first}::a", f"{first}::b", f"{first}::c", *(f"tests/{n}.py::a" for n in range(6)), f"{second}::a"]
    two = SimpleNamespace(getvalue=lambda _: ["popen", "popen"], option=SimpleNamespace(loadscopereorder=False))
    scheduler = GroupedFiles(two)
    nodes = [Node(), Node()]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.registered_collections[node] = tests
    scheduler.schedule()
    assert nodes[0].given == [0, 1, 2, 9]
    assert nodes[1].given == [3, 4]


def test_files_that_take_minutes_come_first_and_those_that_wait_lie_among_the_others():
    busy, waiting = [f"tests/e2e/{n}.py" for n in range(4)], [f"{folder}0.py" for folder in MOSTLY_WAIT]
    assert order([*busy, *waiting], first={busy[2]}) == [busy[2], busy[0], waiting[0], busy[1], waiting[1], busy[3]]
    assert order(busy, first=()) == busy
    assert order([], first=()) == []
