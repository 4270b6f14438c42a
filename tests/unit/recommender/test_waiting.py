import math

import pytest

from recommender import waiting
from recommender.waiting import wait_until


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """A clock that moves by pauses only; returns them."""
    slept: list[float] = []
    monkeypatch.setattr(waiting.time, "monotonic", lambda: sum(slept))
    monkeypatch.setattr(waiting.time, "sleep", slept.append)
    return slept


def test_what_holds_already_is_not_waited_for(pauses):
    assert wait_until(lambda: "here", deadline_s=0.0, every_s=1.0) == "here"
    assert pauses == []


@pytest.mark.parametrize("deadline_s", [10.0, math.inf])
def test_the_first_true_answer_is_returned(pauses, deadline_s):
    answers = iter([0, 0, 7, 8])
    assert wait_until(lambda: next(answers), deadline_s=deadline_s, every_s=0.5) == 7
    assert pauses == [0.5, 0.5]


def test_the_last_answer_is_asked_for_when_the_deadline_has_passed(pauses):
    answers = iter([[], "", None])
    assert wait_until(lambda: next(answers), deadline_s=1.0, every_s=0.5) is None
    assert pauses == [0.5, 0.5]


def test_an_error_ends_the_wait(pauses):
    with pytest.raises(ZeroDivisionError):
        wait_until(lambda: 1 / 0, deadline_s=9.0, every_s=1.0)
    assert pauses == []
