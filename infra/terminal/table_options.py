"""Options of commands that read the same tables, to train on them and to evaluate."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class NewFile(click.Path):
    """A file that can be written when the work is done; refused before it otherwise."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; fails when its folder is not there or takes no files."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {path.parent}; make it first", param, ctx)
        if not path.exists() and not os.access(path.parent, os.W_OK):
            self.fail(f"nothing can be written into {path.parent}; give another folder", param, ctx)
        return path


def take_json_file(command: Command) -> Command:
    """Add `--json`: where the figures are written too."""
    return _with_options(
        command, click.option("--json", "json_file", type=NewFile(), help="Write the figures to this file too.")
    )


def take_descriptor_tables(command: Command) -> Command:
    """Add `--features`, `--echonest` and `--artists`: FMA's tables that descriptors are learnt from."""
    path = click.Path(path_type=Path)
    return _with_options(
        command,
        click.option("--features", required=True, type=path, help="FMA's features.csv."),
        click.option("--echonest", required=True, type=path, help="FMA's echonest.csv, or its metrics as JSON."),
        click.option("--artists", type=path, help="FMA's tracks.csv, or a CSV with track_id and artist_name."),
    )


def take_stream_settings(command: Command) -> Command:
    """Add `--search` and `--tracks`: how plays of a listener are learnt, and by which table of tracks."""
    return _with_options(
        command,
        click.option(
            "--search",
            type=click.Choice(["grid", "random"]),
            default="grid",
            show_default=True,
            help="How settings are tried.",
        ),
        click.option(
            "--tracks",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Table of tracks with popularity, genre and sound, as `segue train popularity` reads it.",
        ),
    )


def _with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):  # as decorators, which are read from below
        command = option(command)
    return command
