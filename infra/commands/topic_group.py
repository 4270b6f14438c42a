"""A command whose subcommands are files: each is imported only when it is called."""

from importlib import import_module

import click


class TopicGroup(click.Group):
    """Finds the subcommand `name` as `command` in `<package>/<name>.py`."""

    def __init__(self, *, package: str, topics: dict[str, str], **rest: object) -> None:
        """`topics` maps each name to its one-line help."""
        super().__init__(**rest)  # type: ignore[arg-type]
        self._package = package
        self._topics = topics

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        """Return the topics in the order they were given."""
        return list(self._topics)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the topic's module."""
        if cmd_name not in self._topics:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the topics without importing them."""
        if not self._topics:
            return
        with formatter.section("Commands"):
            formatter.write_dl(list(self._topics.items()))
