"""Why a message could not be handled, in one line."""

from traceback import extract_tb

from recommender.errors import SegueError


def reason_of(error: Exception) -> str:
    """Return the text of one of our errors; of an unforeseen one also its class and the place where it was raised."""
    if isinstance(error, SegueError):
        return str(error)
    frames = extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}: {error}"
