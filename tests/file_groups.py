"""Which test files one process runs after another, because what they share is dear: a trained lab, a Spark."""

from xdist.scheduler.loadfile import LoadFileScheduling

GROUPS = {
    "the trained lab": (
        "tests/integration/predictions/test_lab.py",
        "tests/e2e/lab/test_lab_real.py",
    ),
    "a Spark in the process of the tests": (
        "tests/integration/spark/test_build_index.py",
        "tests/integration/spark/test_weekly_chart.py",
    ),
}
"""A fixture of the whole session is made in each process that asks for it; of these files only one process does."""


class GroupedFiles(LoadFileScheduling):
    """Hands out file by file, and the files of a group together."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Return what a test is handed out with: a group, else its file."""
    file = nodeid.partition("::")[0]
    return _GROUP_OF.get(file, file)


_GROUP_OF = {file: group for group, files in GROUPS.items() for file in files}
