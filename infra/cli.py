"""The `segue` command: finds the file of a subcommand and turns segue's errors into exit codes."""

import sys
from importlib import import_module
from keyword import iskeyword

import click

from infra.scheduling import NOT_BETTER_EXIT
from infra.settings import Settings
from recommender.errors import BadInput, SegueError
from recommender.prediction.training import NotBetter

COMMANDS = {
    "ingest": "Analyse a music library into the catalogue.",
    "fetch": "Get freely licensed music to start with.",
    "import": "Bring in charts and histories gathered elsewhere.",
    "build": "Build what serving needs, on Spark.",
    "train": "Train a model and publish it when it is not worse.",
    "artifacts": "List, choose and prune published versions.",
    "evaluate": "Measure quality beside an honest baseline.",
    "up": "Run the servers that no setting names.",
    "web": "Run the player.",
    "worker": "Run the stream handlers.",
    "deadletters": "List or replay messages that could not be handled.",
    "simulate": "Make plausible listening on the real catalogue.",
    "schedule": "Rebuild and retrain by itself when the data are new.",
    "demo": "Everything at once: music, analysis, index, servers, player.",
    "doctor": "Check the machine and print versions.",
    "settings": "List the settings, their values and what they mean.",
}
"""Each is `command` in `infra/commands/<name>.py`, imported only when called; Python's own words end in `_` there."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"infra.commands.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="segue")
@click.pass_context
def segue(ctx: click.Context) -> None:
    """Run your own music platform: it listens to your library and picks what comes next."""
    ctx.obj = Settings.from_environment()


def main() -> None:
    """Run the command line; exit 2 for bad input, 3 for a model not published, 1 for what went wrong."""
    try:
        segue()
    except SegueError as error:
        click.echo(f"segue: {error}", err=True)
        sys.exit(_exit_code(error))


def _exit_code(error: SegueError) -> int:
    if isinstance(error, NotBetter):
        return NOT_BETTER_EXIT
    return 2 if isinstance(error, BadInput) else 1
