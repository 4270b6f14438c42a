"""How segue is called: by people here, so that every printed command can be typed as it stands, and by itself."""

import re
import shutil
import sys
from functools import cache
from pathlib import Path

NOT_BETTER_EXIT = 3
"""Exit code of a training whose version was not published because the one in use is better."""
_COMMAND = re.compile(r"`segue(?= [a-z-])")


@cache
def invocation() -> str:
    """Return `segue` where PATH leads to this one, else its path from here, else this Python with `-m infra`."""
    program = Path(sys.executable).parent / "segue"
    on_path = shutil.which("segue")
    if on_path and Path(on_path).absolute() == program.absolute():
        return "segue"
    if not program.exists():
        return f"{sys.executable} -m infra"
    here = Path.cwd()
    return str(program.relative_to(here) if program.is_relative_to(here) else program)


def as_called(text: str) -> str:
    """Return the text with each command in backticks as it is called here."""
    return _COMMAND.sub(lambda _: f"`{invocation()}", text)


def segue_command(*arguments: str) -> tuple[str, ...]:
    """Return the command line of `segue <arguments>` by this very Python, whatever the working folder holds."""
    return (sys.executable, "-P", "-m", "infra", *arguments)
