"""Spark's failures in one sentence: what ended, most likely why, and what to do."""

import re
import signal
from collections.abc import Sequence
from pathlib import Path

from recommender.errors import BadInput, SegueError, ServerUnavailable

_PYTHON_ERROR = re.compile(r"^([\w.]+(?:Error|Exception|[A-Z]\w+)): (.+)$", re.MULTILINE)
_JAVA_ERROR = re.compile(r"\b((?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error)): ([^\n]+)")
_SAYS_NOTHING = ("\t", " ", "WARNING", "Using Spark's", "Error: A fatal", "Error: Could not create the Java")
_LONGEST = 300


def is_of_spark(error: BaseException) -> bool:
    """Whether it was raised by Spark or by the connection to its Java process."""
    kinds = {kind.__module__.partition(".")[0] for kind in type(error).__mro__}
    return bool(kinds & {"py4j", "pyspark"}) or isinstance(error, ConnectionError | EOFError)


def in_words(error: BaseException, *, exit_code: int | None, memory: str, logs: Path) -> SegueError:
    """Return what to raise in its place; `exit_code` is that of the Java process, None while it runs."""
    text = f"{error}\n{getattr(error, 'java_exception', '') or ''}"
    if "OutOfMemoryError" in text or "TaskResultLost" in text:  # the result was there, and no memory to fetch it into
        return ServerUnavailable(
            f"Spark ran out of memory: give it more (SEGUE_SPARK_DRIVER_MEMORY, now {memory}) and run the same again"
        )
    if exit_code is not None or _connection_is_lost(error):
        return ServerUnavailable(_of_a_dead_process(exit_code, memory=memory, logs=logs))
    if "No space left on device" in text:
        return ServerUnavailable("disk full: Spark cannot write its scratch files; make room and run the same again")
    if "Python worker exited unexpectedly" in text or "Python worker failed" in text:
        return ServerUnavailable(
            "a Python process of Spark ended in the middle, most likely killed because memory ran out; free memory, or "
            f"use fewer cores (SEGUE_SPARK_MASTER=local[1]), and run the same again; see {logs / 'spark.log'}"
        )
    if re.search(r"ExecutorLostFailure|Lost executor|worker lost|[Mm]aster removed our application", text):
        return ServerUnavailable(
            "Spark lost an executor (was its machine or container stopped, or out of memory?); see that they run, and "
            f"run the same again; details in {logs / 'spark.log'}"
        )
    if re.search(r"com\.mongodb\.Mongo(Timeout|Socket|NotPrimary)", text):
        return ServerUnavailable("MongoDB went away while Spark read from it; see that it runs, and run the same again")
    kind = BadInput if "FingerprintMismatch" in text else ServerUnavailable
    return kind(f"Spark failed ({_cause(error, text)}); see {logs / 'spark.log'}")


def start_reason(lines: Sequence[str]) -> str:
    """Return the line that says why Java or Spark did not start, out of what they wrote; empty where none does."""
    telling = [line.strip() for line in lines if line.strip() and not line.startswith(_SAYS_NOTHING)]
    return _short(telling[-1]) if telling else ""


def _connection_is_lost(error: BaseException) -> bool:
    return isinstance(error, ConnectionError | EOFError) or type(error).__name__ == "Py4JNetworkError"


def _of_a_dead_process(exit_code: int | None, *, memory: str, logs: Path) -> str:
    if exit_code in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return (
            "Spark's Java process was killed (SIGKILL), most likely by the system because memory ran out: free memory, "
            f"or lower SEGUE_SPARK_DRIVER_MEMORY (now {memory}), and run the same again"
        )
    ending = "ended"
    if exit_code is not None and exit_code < 0:
        ending = f"was ended by {signal.Signals(-exit_code).name}"
    elif exit_code is not None:
        ending = f"ended with code {exit_code}"
    return (
        f"Spark's Java process {ending} in the middle of the work; see {logs / 'spark-jvm.log'}, and run the same again"
    )


def _cause(error: BaseException, text: str) -> str:
    """Return the innermost error: of Python code that ran inside Spark, else of Java, else the first line."""
    matches = _PYTHON_ERROR.findall(text) or _JAVA_ERROR.findall(text)
    message = f"{matches[-1][0].rpartition('.')[2]}: {matches[-1][1]}" if matches else _first_line(error)
    return _short(message)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]} ..."


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"
