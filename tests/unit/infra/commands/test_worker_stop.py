"""A worker whose handlers go on after the stop."""

from threading import Event, Thread

import pytest

from infra.commands.running import worker


@pytest.fixture
def ended_with(monkeypatch):
    codes = []
    monkeypatch.setattr(worker.os, "_exit", codes.append)
    monkeypatch.setattr(worker.faulthandler, "dump_traceback", lambda **_: None)
    return codes


def test_a_process_whose_handler_goes_on_after_the_stop_is_ended(ended_with):
    stop, goes_on = Event(), Event()
    handler = Thread(target=goes_on.wait, daemon=True)
    handler.start()
    stop.set()
    worker._end_if_not_stopped([handler], stop, within_s=0.01)
    goes_on.set()
    assert ended_with == [worker.HANGING]


def test_a_process_whose_handlers_stop_ends_by_itself(ended_with):
    stop = Event()
    handler = Thread(target=stop.wait, daemon=True)
    handler.start()
    stop.set()
    worker._end_if_not_stopped([handler], stop, within_s=10.0)
    assert ended_with == []
