"""What a piece of work on one file yields: an answer, or why there is none. Loads nothing that listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from etl.ingest.describing import Described, describe
from etl.ingest.identity import READ_BYTES
from etl.ingest.ledger import KnownFile
from etl.ingest.pool import Crashed
from etl.locations import file_path
from etl.readers.listing import FoundFile
from etl.readers.stat import look_at
from recommender.errors import BadAudio

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a piece of work yielded nothing."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """The file is not what was found any more, or cannot be read as it was: perhaps its disk is gone."""


def describe_file(file: FoundFile) -> Described | Changed | Failure:
    """Read identity and tags of a file; a bad file is an answer, not an error."""
    return answer_while_same(file, lambda: describe(file))


def answer_while_same(file: FoundFile | KnownFile, work: Callable[[], Answer]) -> Answer | Changed | Failure:
    """Return what `work` yields, if the file is as it was found before and afterwards; what fails must be readable."""
    if not is_same(file):
        return Changed()
    answer = answer_of(work)
    if not is_same(file) or (isinstance(answer, Failure) and not _is_readable(file)):
        return Changed()
    return answer


def is_same(file: FoundFile | KnownFile) -> bool:
    """Say whether a file is there, as it was found."""
    now = look_at(file_path(file.url))
    if not isinstance(now, FoundFile):
        return False
    return (now.size, now.mtime_ns, now.ctime_ns) == (file.size, file.mtime_ns, file.ctime_ns)


def answer_of(work: Callable[[], Answer]) -> Answer | Failure:
    """Return what `work` on one file yields; what it raises is an answer, too."""
    try:
        return work()
    except BadAudio as error:
        return Failure(error.reason, error.detail)
    except MemoryError:
        return Failure("too large", "there is not enough memory to analyse it")
    except Exception as error:  # one odd file must not end a run of a hundred thousand
        return Failure("unreadable", f"{type(error).__name__}: {error}")


def _is_readable(file: FoundFile | KnownFile) -> bool:
    """Read the whole file; a disk may still tell the size of what it cannot give any more."""
    try:
        with file_path(file.url).open("rb") as content:
            while content.read(READ_BYTES):
                pass
    except PermissionError:
        return isinstance(file, FoundFile)  # one that was listed could be read, so its disk is mounted otherwise now
    except OSError:
        return False
    return True


def outcome_of(crashed: Crashed, file: FoundFile | KnownFile) -> Changed | Failure | None:
    """Return why a file is rejected that its process died of; None where somebody else killed the process."""
    if crashed.end != "killed" and not is_same(file):
        return Changed()  # a disk that goes away kills whoever has mapped its files
    if crashed.end == "fault":
        return Failure("crashed the decoder", crashed.why)
    if crashed.end == "timeout":
        return Failure("too long to analyse", crashed.why)
    return None
