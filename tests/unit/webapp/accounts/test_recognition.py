"""Who is remembered, for how long, and what happens while the stores do not answer."""

from types import SimpleNamespace

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from recommender.accounts.secrets import hash_secret
from recommender.errors import ServerUnavailable
from tests.builders.accounts import MadeAccounts
from tests.builders.web import NOW
from webapp.accounts.recognition import COOKIE, Recognition


@pytest.fixture
def time():
    return SimpleNamespace(now=0.0)


@pytest.fixture
def recognition(accounts, time) -> Recognition:
    accounts.add("Anna")
    accounts.log_in("Anna", browser="here")
    return Recognition(accounts.services(), lambda: NOW, now=lambda: time.now)


def anna() -> Request:
    return Request(EnvironBuilder(headers={"Cookie": f"{COOKIE}=secret-of-Anna-here"}).get_environ())


def be_away(accounts, monkeypatch) -> None:
    def raise_unavailable(*_: object) -> None:
        raise ServerUnavailable("MongoDB does not answer")

    for store, name in ((accounts.sessions, "find"), (accounts.accounts, "get"), (accounts.accounts, "has_logins")):
        monkeypatch.setattr(store, name, raise_unavailable)


def test_the_stores_are_asked_once_in_a_while(recognition, accounts, time, monkeypatch):
    asked = []
    find = accounts.sessions.find
    monkeypatch.setattr(accounts.sessions, "find", lambda *given: asked.append(given) or find(*given))
    for moment in (0.0, 1.0, 4.0):
        time.now = moment
        assert recognition.recognise(anna()).name == "Anna"
    assert len(asked) == 1
    time.now = 6.0
    recognition.recognise(anna())
    recognition.forget()
    recognition.recognise(anna())
    assert len(asked) == 3


def test_an_ended_session_is_known_after_seconds_even_when_nobody_tells(recognition, accounts, time):
    assert recognition.recognise(anna())
    accounts.sessions.end("id-Anna", hash_secret("secret-of-Anna-here"))
    time.now = 6.0
    assert recognition.recognise(anna()) is None


def test_a_session_that_ends_while_it_is_looked_up_is_not_remembered(recognition, accounts, monkeypatch):
    find = accounts.sessions.find

    def find_slowly(*given):
        found = find(*given)
        accounts.sessions.end("id-Anna", hash_secret("secret-of-Anna-here"))
        recognition.forget()
        return found

    monkeypatch.setattr(accounts.sessions, "find", find_slowly)
    recognition.recognise(anna())
    assert recognition.recognise(anna()) is None


def test_who_was_known_plays_on_while_the_database_is_away_for_a_quarter_of_an_hour(
    recognition, accounts, time, monkeypatch
):
    assert recognition.recognise(anna())
    be_away(accounts, monkeypatch)
    for minutes in (1, 7, 14):
        time.now = 60.0 * minutes
        assert recognition.recognise(anna()).name == "Anna"
    time.now = 60.0 * 16
    with pytest.raises(ServerUnavailable):
        recognition.recognise(anna())


def test_a_stranger_is_not_let_in_while_the_database_is_away(recognition, accounts, monkeypatch):
    be_away(accounts, monkeypatch)
    with pytest.raises(ServerUnavailable):
        recognition.recognise(anna())


def test_what_is_asked_while_the_first_account_is_made_is_not_remembered_after_it(web):
    private = MadeAccounts(web, is_private=True)
    recognition = Recognition(private.services(), lambda: NOW)

    def answer_late() -> bool:
        private.add("Anna", "admin")
        recognition.forget()
        return False  # as it was when the question was sent

    private.accounts.has_logins = answer_late
    assert recognition.is_single()
    del private.accounts.has_logins
    assert not recognition.is_single()
