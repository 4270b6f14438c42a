import json

import pytest

from infra.servers.last_words import LONGEST, kafka_reason, mongod_reason, tail


def entry(severity: str, msg: str, **attributes: object) -> str:
    return json.dumps({"t": {"$date": "2026-01-01T00:00:00Z"}, "s": severity, "msg": msg, "attr": attributes})


def test_of_mongods_log_the_last_error_that_says_something_is_told():
    lines = [
        entry("I", "MongoDB starting"),
        entry("E", "WiredTiger error message", error=28, message={"msg": "fdatasync: No space left on device"}),
        entry("F", "Fatal assertion", msgid=50944),
        entry("F", "\n\n***aborting after fassert() failure\n\n"),
        'BACKTRACE: {"backtrace": [{"a": "55"}]}',
    ]
    assert mongod_reason(lines) == "WiredTiger error message fdatasync: No space left on device"


def test_mongod_that_cannot_log_names_the_file():
    line = entry("F", "Writing to log file failed, aborting application", files=["/home/logs/mongod.log"])
    assert mongod_reason([line]) == "Writing to log file failed, aborting application /home/logs/mongod.log"


def test_mongods_plain_text_is_told_where_its_log_says_nothing():
    said = ["error while loading shared libraries: libcurl.so.4", entry("I", "shutting down")]
    assert mongod_reason(said) == "error while loading shared libraries: libcurl.so.4"


def test_of_kafkas_log_the_last_error_and_its_cause_are_told():
    lines = [
        "2026-11-28T17:22:03,411 INFO kafka.Kafka starting",
        "2026-11-28T17:22:03,411 ERROR kafka.Kafka$ Exiting Kafka due to fatal exception",
        "java.lang.RuntimeException: No readable meta.properties files found.",
        "\tat org.apache.kafka.metadata.properties.MetaPropertiesEnsemble.verify(MetaPropertiesEnsemble.java:507)",
    ]
    assert kafka_reason(lines) == (
        "Exiting Kafka due to fatal exception: java.lang.RuntimeException: No readable meta.properties files found."
    )


@pytest.mark.parametrize("reason", [mongod_reason, kafka_reason])
def test_a_log_without_words_and_one_of_noise_make_one_short_line(reason):
    assert reason([]) == "nothing"
    assert len(reason(["x " * 5_000, "{", "\tat java"])) <= LONGEST


def test_only_the_end_of_a_long_log_is_read(tmp_path):
    log = tmp_path / "a.log"
    log.write_bytes(b"\xff first\n" + b"line\n" * 100_000 + b"last")
    lines = tail(log, tmp_path / "missing.out")
    assert lines[-1] == "last"
    assert len(lines) < 50_000
