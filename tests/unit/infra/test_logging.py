import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog

from infra.logging import configure_logging, without_secrets
from infra.settings import Settings
from recommender.errors import BadSetting


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_events_are_json_objects_with_their_fields(capsys):
    configure_logging(replace(Settings(), log_format="json"))
    structlog.get_logger("x").info("slate_made", event_id="e1", listener_id="l1", model_version="v1")
    line = lines(capsys)[0]
    assert (line["event"], line["level"], line["event_id"], line["listener_id"], line["model_version"]) == (
        "slate_made", "info", "e1", "l1", "v1",
    )  # fmt: skip
    assert line["timestamp"].endswith("Z")


def test_libraries_speak_the_same_form_and_only_when_it_matters(capsys):
    configure_logging(replace(Settings(), log_format="json"))
    logging.getLogger("pymongo.pool").info("chatter")
    logging.getLogger("pymongo.pool").warning("trouble with %s", "broker 1")
    assert [line["event"] for line in lines(capsys)] == ["trouble with broker 1"]


def test_secrets_are_blanked():
    event = without_secrets(None, "info", {"secret_key": "s", "Cookie": "c", "uri": "mongodb://me:pw@host/x", "n": 1})
    assert event == {"secret_key": "***", "Cookie": "***", "uri": "mongodb://***@host/x", "n": 1}


def test_an_exception_is_one_line(capsys):
    configure_logging(replace(Settings(), log_format="json"))
    try:
        raise ValueError("broken")
    except ValueError:
        structlog.get_logger().exception("failed")
    assert lines(capsys)[0]["exception"][0]["exc_type"] == "ValueError"


def test_text_for_people(capsys):
    configure_logging(replace(Settings(), log_format="text"))
    structlog.get_logger().warning("slow", n=3)
    assert "slow" in capsys.readouterr().err


@pytest.mark.parametrize("setting", [{"log_format": "xml"}, {"log_level": "loud"}])
def test_unusable_settings_are_refused(setting):
    with pytest.raises(BadSetting, match="SEGUE_LOG_"):
        configure_logging(replace(Settings(), **setting))
