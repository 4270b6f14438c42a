"""What the decoders' C libraries print by themselves."""

import os
import sys


def silence_decoders() -> None:
    """Send what C libraries print on standard error to nowhere, for the rest of this process.

    mpg123 prints several lines for each damaged MP3, past Python, across the progress bar. Python's own `sys.stderr`
    goes on. For processes that do nothing but analyse.
    """
    own = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = os.fdopen(own, "w", buffering=1, errors="backslashreplace")
