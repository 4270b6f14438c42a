from dataclasses import dataclass, field
from threading import Thread

import pytest

from infra.servers.ability import FAILURES_IN_A_ROW, WatchedAbility
from tests.deadline import eventually


@dataclass
class Probe:
    answers: list[str | Exception]
    asked: int = 0
    closed: bool = field(default=False)

    def trouble(self) -> str:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.closed = True


def watching(probe: Probe) -> WatchedAbility:
    watched = WatchedAbility(probe, name="a server", every_s=0.001)
    watched.start()
    return watched


def test_bad_answers_are_counted_and_a_good_one_ends_the_count():
    watched = watching(probe := Probe(["", "full", "full", "full"]))
    eventually(lambda: watched.n_failures >= 3)
    assert watched.trouble == "full"
    probe.answers = [""]
    eventually(lambda: watched.n_failures == 0)
    assert watched.trouble == ""
    watched.stop()
    eventually(lambda: probe.closed)


def test_a_probe_that_raises_is_an_answer_and_is_asked_again():
    watched = watching(probe := Probe([RuntimeError("what no one foresaw")]))
    eventually(lambda: probe.asked > 2)
    assert watched.trouble == "the probe of a server failed (RuntimeError: what no one foresaw)"
    watched.stop()


def test_before_the_first_answer_there_is_no_age():
    watched = WatchedAbility(Probe([""]), name="a server")
    assert watched.age_s() is None
    assert watched.trouble == ""


def test_it_is_unable_only_after_several_bad_answers_and_a_new_start_is_a_new_beginning():
    watched = watching(probe := Probe(["full"]))
    eventually(lambda: watched.n_failures >= FAILURES_IN_A_ROW)
    assert watched.is_unable()
    probe.answers = [""]
    eventually(lambda: not watched.n_failures)
    watched.forget()
    assert not watched.is_unable()
    watched.stop()


def test_what_has_time_for_its_first_good_answer_has_it_only_until_then():
    probe = Probe(["not yet"])
    watched = WatchedAbility(probe, name="a server", every_s=0.001, first_within_s=3_600)
    watched.start()
    eventually(lambda: watched.n_failures > FAILURES_IN_A_ROW)
    assert not watched.is_unable()
    probe.answers = [""]
    eventually(lambda: not watched.n_failures)
    probe.answers = ["broken"]
    eventually(watched.is_unable)
    watched.stop()


def test_a_system_without_a_thread_to_spare_is_asked_again(monkeypatch):
    watched = WatchedAbility(probe := Probe([""]), name="a server", every_s=0.001)
    with monkeypatch.context() as none_left:
        none_left.setattr(Thread, "start", _no_thread)
        with pytest.raises(RuntimeError):
            watched.start()
    watched.start()
    eventually(lambda: probe.asked > 0)
    watched.stop()


def _no_thread(_thread: Thread) -> None:
    raise RuntimeError("can't start new thread")
