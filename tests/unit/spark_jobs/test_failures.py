from pathlib import Path

import pytest

from recommender.errors import SegueError, ServerUnavailable
from spark_jobs.failures import in_words, is_of_spark, start_reason

LOGS = Path("/home/logs")


def said(text: str, *, exit_code: int | None = None) -> str:
    return str(in_words(RuntimeError(text), exit_code=exit_code, memory="2g", logs=LOGS))


@pytest.mark.parametrize("code", [-9, 137])
def test_a_killed_java_process_is_called_killed_with_the_setting_to_lower(code):
    words = said("Answer from Java side is empty", exit_code=code)
    assert "Java process was killed (SIGKILL)" in words
    assert "SEGUE_SPARK_DRIVER_MEMORY (now 2g)" in words


@pytest.mark.parametrize(
    ("code", "how"), [(-15, "was ended by SIGTERM"), (1, "ended with code 1"), (-11, "was ended by SIGSEGV")]
)
def test_a_java_process_that_ended_otherwise_is_told_by_its_code(code, how):
    assert f"Spark's Java process {how}" in said("Connection refused", exit_code=code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("java.lang.OutOfMemoryError: Java heap space", "ran out of memory: give it more (SEGUE_SPARK_DRIVER_MEMORY"),
        ("Lost task 0.0 in stage 60.0: TaskResultLost (result lost from block manager)", "ran out of memory"),
        ("java.io.IOException: No space left on device", "disk full"),
        ("SparkException: Python worker exited unexpectedly (crashed)", "a Python process of Spark ended"),
        ("ExecutorLostFailure (executor 1 exited caused by one of the running tasks)", "lost an executor"),
        ("com.mongodb.MongoTimeoutException: Timed out after 30000 ms", "MongoDB went away"),
    ],
)
def test_what_happened_is_named_with_what_to_do(text, words):
    assert words in said(f"Job aborted due to stage failure: {text}\n\tat org.apache.spark.X(X.scala:1)")


def test_the_innermost_error_is_told_and_never_a_stack():
    text = (
        "An exception was thrown from the Python worker.\nTraceback (most recent call last):\n"
        '  File "features_frame.py", line 1, in <module>\nrecommender.errors.BadRecord: vector 7 has 3 bytes\n'
    )
    words = said(text + "\tat org.apache.spark\n" * 200)
    assert "Spark failed (BadRecord: vector 7 has 3 bytes); see /home/logs/spark.log" in words
    assert len(words.splitlines()) == 1


def test_a_lost_connection_means_that_java_ended():
    error = in_words(ConnectionRefusedError(111, "refused"), exit_code=None, memory="2g", logs=LOGS)
    assert isinstance(error, ServerUnavailable)
    assert "Spark's Java process ended in the middle" in str(error)


def test_other_peoples_errors_are_not_sparks():
    assert is_of_spark(ConnectionResetError())
    assert not is_of_spark(ValueError("a fault of ours"))
    assert not is_of_spark(SegueError("said already"))


def test_why_java_did_not_start_is_found_among_what_says_nothing():
    heap = ["Invalid maximum heap size: -Xmxlots", "Error: Could not create the Java Virtual Machine."]
    assert start_reason([*heap, "Error: A fatal exception has occurred. Program will exit."]) == heap[0]
    stack = ["SparkException: Could not parse Master URL: 'x'", "\tat org.apache.spark.A(A.scala:1)"]
    assert start_reason(["WARNING: Using incubator modules", *stack]) == stack[0]
    assert start_reason(["WARNING: Using incubator modules", ""]) == ""
