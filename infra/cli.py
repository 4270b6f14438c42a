"""The `segue` command: finds the file of a subcommand and turns segue's errors into exit codes."""

import sys
from importlib import import_module
from keyword import iskeyword

import click

from infra.home import require_home
from infra.invocation import NOT_BETTER_EXIT, as_called
from infra.lean_imports import load_structlog_alone, skip_ocsp_without_its_libraries
from infra.os_error_words import in_words, is_mended_by_hand
from infra.settings import Settings
from recommender.errors import BadInput, SegueError
from recommender.prediction.training import NotBetter

COMMANDS = {
    "ingest": "Bring a music library into the catalogue: first its tags, then its sound.",
    "libraries": "List, add, rename and remove the folders of music.",
    "fetch": "Get freely licensed music to start with.",
    "import": "Bring in charts, histories and playlists from elsewhere.",
    "export": "Take out what was made here.",
    "build": "Build what serving needs, on Spark.",
    "train": "Train a model and publish it when it is not worse.",
    "tags": "Put back the tags that files had before corrections were written into them.",
    "path": "Make a list that leads from one sound to another.",
    "artifacts": "List, choose and prune published versions.",
    "evaluate": "Measure quality beside an honest baseline.",
    "experiment": "Compare variants of the picks on listeners.",
    "up": "Run the servers that no setting names.",
    "web": "Run the player.",
    "worker": "Run the stream handlers.",
    "accounts": "Say who may log in: invite, list, change roles, delete.",
    "forget": "Delete all that is known of one listener.",
    "status": "Show whether the servers store and what each process is doing.",
    "deadletters": "List or replay messages that could not be handled.",
    "simulate": "Make plausible listening on the real catalogue.",
    "schedule": "Rebuild and retrain by itself when the data are new.",
    "demo": "Everything at once: music, analysis, index, servers, player.",
    "doctor": "Check the machine and print versions.",
    "settings": "List the settings, their values and what they mean.",
}
"""Each is `command` in `infra/commands/<name>.py`, imported only when called; Python's own words end in `_` there."""

RUNNING = ("up", "web", "worker", "schedule", "demo", "status")
"""Commands that run, or say what runs: they are in `infra/commands/running/`."""

WITHOUT_HOME = ("doctor", "settings")
"""Commands that run whatever is wrong with the home folder, because they say what is."""
HELP = frozenset(("-h", "--help"))


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        folder = "infra.commands.running" if cmd_name in RUNNING else "infra.commands"
        command: click.Command = import_module(f"{folder}.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": sorted(HELP, key=len)})
@click.version_option(package_name="segue")
@click.pass_context
def segue(ctx: click.Context) -> None:
    """Run your own music platform: it listens to your library and picks what comes next."""
    ctx.obj = Settings.from_environment()
    if ctx.invoked_subcommand not in WITHOUT_HOME and not HELP.intersection(sys.argv):
        require_home(ctx.obj.home)


def main() -> None:
    """Run the command line; exit 2 for what its caller has to mend, 3 for a model not published, 1 for other errors.

    What another installation would bring is named by its extra.
    """
    load_structlog_alone()
    skip_ocsp_without_its_libraries()
    try:
        segue()
    except SegueError as error:
        _end(str(error), _exit_code(error))
    except ModuleNotFoundError as error:
        from infra.extras import missing_extra

        command = next((word for word in sys.argv[1:] if word in COMMANDS), "")
        if not (what := missing_extra(error, command=command)):
            raise
        _end(what, 1)
    except OSError as error:
        settings = Settings.from_environment()
        if settings.log_level == "debug":
            raise
        _end(in_words(error, home=settings.home.absolute()), 2 if is_mended_by_hand(error) else 1)


def _end(message: str, code: int) -> None:
    click.echo(as_called(f"segue: {message}"), err=True)
    sys.exit(code)


def _exit_code(error: SegueError) -> int:
    if isinstance(error, NotBetter):
        return NOT_BETTER_EXIT
    return 2 if isinstance(error, BadInput) else 1
