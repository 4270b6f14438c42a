"""The tables of docs/licences.md: `python -m infra.licences.page` writes them anew."""

import sys
from collections.abc import Sequence

from infra.licences.dependencies import ROOT, Dependency, bundled_dependencies, python_dependencies
from infra.servers.jars import ALL

PAGE = ROOT / "docs" / "licences.md"
_JAVA_NEEDS = """Of what they need, argparse4j, jopt-simple, pcollections and slf4j are MIT, HdrHistogram and
zstd-jni BSD-2-Clause, re2j BSD-3-Clause, all else Apache-2.0. pyspark's wheel contains Spark's own libraries, which
its LICENSE file lists."""
_JARS = {"kafka": "Apache-2.0", "spark-mongo": "Apache-2.0"}


def tables() -> str:
    """Return every dependency with its licence, as Markdown, by what it is for."""
    running, testing = python_dependencies(), python_dependencies(extra="dev")
    strict = [dependency for dependency in (*running, *testing) if dependency.is_copyleft]
    return "\n\n".join(
        (
            "### What asks for more than its notice\n\n" + _table(strict),
            "### Python packages that run segue\n\n" + _table(running),
            "### JavaScript that the player bundles\n\n" + _table(bundled_dependencies()),
            "### Java libraries, with what they need\n\n" + _java(),
            "### Python packages for tests and measurements only\n\n" + _table(testing),
        )
    )


def with_tables(text: str) -> str:
    """Return the page with what stands between `<!-- dependencies -->` and `<!-- /dependencies -->` made anew."""
    opening, closing = "<!-- dependencies -->\n", "\n<!-- /dependencies -->"
    before, has_opening, rest = text.partition(opening)
    _, has_closing, after = rest.partition(closing)
    if not (has_opening and has_closing):
        raise ValueError("docs/licences.md has no block <!-- dependencies --> ... <!-- /dependencies -->")
    return f"{before}{opening}{tables()}{closing}{after}"


def _table(dependencies: Sequence[Dependency]) -> str:
    rows = [f"| {dependency.name} | {dependency.licence} |" for dependency in dependencies]
    return "\n".join(["| package | licence |", "|---|---|", *rows])


def _java() -> str:
    rows = [f"| {coordinate} | {_JARS[jars.name]} |" for jars in ALL for coordinate in jars.coordinates]
    table = "\n".join(["| library | licence |", "|---|---|", *rows])
    return f"{table}\n\n{_JAVA_NEEDS}"


def main() -> int:
    """Write the tables and return the exit code."""
    PAGE.write_text(with_tables(PAGE.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
