"""In which order the files of tests are begun, and which of them one process runs."""

from collections.abc import Collection, Iterable

from xdist.scheduler.loadfile import LoadFileScheduling

GROUPS = {
    "the trained lab": (
        "tests/integration/predictions/test_lab.py",
        "tests/e2e/lab/test_lab_real.py",
    ),
    "a Spark in the process of the tests": (
        "tests/integration/spark/test_build_index.py",
        "tests/integration/spark/test_weekly_chart.py",
        "tests/integration/spark/test_sessions.py",
    ),
    "models that know of a hidden library": ("tests/unit/webapp/visibility/",),
}
"""Files, or whole folders. What is made for a session is made in each process that asks; of these only one does."""
MOSTLY_WAIT = ("tests/faults/", "tests/e2e/playing/")
"""For a limit, for a server's return, for music to play: meanwhile the other process may have more than its core."""


class GroupedFiles(LoadFileScheduling):
    """Hands out file by file, and the files of a group together."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Return what a test is handed out with: a group, else its file."""
    file = file_of(nodeid)
    return next((group for group, places in GROUPS.items() if file.startswith(places)), file)


def file_of(nodeid: str) -> str:
    """Return the file of a test."""
    return nodeid.partition("::")[0]


def order(files: Iterable[str], *, first: Collection[str]) -> list[str]:
    """Return files in the order to begin them: those that are `first`; those that wait lie evenly among the rest."""
    begun, waiting, busy = [], [], []
    for file in files:
        (begun if file in first else waiting if file.startswith(MOSTLY_WAIT) else busy).append(file)
    places = [((n + 0.5) / len(kind), file) for kind in (busy, waiting) for n, file in enumerate(kind)]
    return [*begun, *(file for _, file in sorted(places, key=lambda place: place[0]))]
