"""The parts of README.md that the code knows best: `python -m infra.setup.readme_blocks` writes them anew."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from infra.cli import segue
from infra.settings import PREFIX, Settings

README = Path(__file__).parents[2] / "README.md"


def settings_table() -> str:
    """Return every setting with its default and meaning, as a Markdown table."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for field in fields(Settings):
        default = f"`{field.default}`" if str(field.default) else ""
        rows.append(f"| `{PREFIX}{field.name.upper()}` | {default} | {_cell(field.metadata['text'])} |")
    return "\n".join(rows)


def commands_table() -> str:
    """Return every command that `segue --help` leads to, with its arguments and first sentence."""
    rows = ["| command | what it does |", "|---|---|"]
    for path, command in walk(segue, ("segue",)):
        call = " ".join([*path, *_arguments(command)])
        rows.append(f"| `{_cell(call)}` | {_cell(first_sentence(command))} |")
    return "\n".join(rows)


def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield each command that does something itself, with the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        if child := command.get_command(context, name):
            yield from walk(child, (*path, name))


def first_sentence(command: click.Command) -> str:
    """Return the first paragraph of the command's help on one line; empty when it has none."""
    return " ".join((command.help or "").split("\n\n")[0].split())


BLOCKS = {"settings": settings_table, "commands": commands_table}


def with_blocks(text: str) -> str:
    """Return the README with each block between `<!-- name -->` and `<!-- /name -->` made anew."""
    for name, make in BLOCKS.items():
        opening, closing = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, has_opening, rest = text.partition(opening)
        _, has_closing, after = rest.partition(closing)
        if not (has_opening and has_closing):
            raise ValueError(f"README.md has no block <!-- {name} --> ... <!-- /{name} -->")
        text = f"{before}{opening}{make()}{closing}{after}"
    return text


def main() -> int:
    """Write the blocks into README.md and return the exit code."""
    README.write_text(with_blocks(README.read_text()))
    return 0


def _arguments(command: click.Command) -> list[str]:
    return [param.make_metavar(click.Context(command)) for param in command.params if isinstance(param, click.Argument)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
