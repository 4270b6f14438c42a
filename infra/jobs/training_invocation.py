"""The training command that is running, in a form that can be run again from anywhere."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from infra.stores.training.training_sources import TrainingSource

FORGOTTEN = frozenset({"force", "json_file"})
"""Options that are meant for one run only."""
PERSONAL = frozenset({"listener"})
"""Options that say whose the given files are; without files everybody is meant the next time."""


def training_source(kind: str) -> TrainingSource | None:
    """Return how the running command makes `kind`; None outside a command.

    Only what was given is repeated, paths as absolute ones.
    """
    context = click.get_current_context(silent=True)
    if context is None:
        return None
    given = [
        (parameter, value)
        for parameter in context.command.params
        if (name := parameter.name) is not None
        and name not in FORGOTTEN
        and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        and (value := context.params.get(name)) is not None
    ]
    files = tuple(_text(item) for _, value in given for item in _several(value) if isinstance(item, Path))
    arguments = [*_names(context)]
    for parameter, value in given:
        if files or parameter.name not in PERSONAL:
            arguments += _words(parameter, value)
    return TrainingSource(kind=kind, arguments=tuple(arguments), files=files)


def _names(context: click.Context) -> list[str]:
    """Return the command's name and its groups' below `segue`."""
    if context.parent is None:
        return []
    return [*_names(context.parent), str(context.info_name)]


def _words(parameter: click.Parameter, value: object) -> Iterator[str]:
    if not isinstance(parameter, click.Option):
        yield from map(_text, _several(value))
        return
    name = max(parameter.opts, key=len)
    if parameter.is_flag:
        yield name if value else max(parameter.secondary_opts or [name], key=len)
        return
    for item in _several(value):
        yield from (name, _text(item))


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple | list) else (value,)


def _text(value: object) -> str:
    return str(value.absolute()) if isinstance(value, Path) else str(value)
