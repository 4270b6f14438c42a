"""Playlists say by name whose they are, and let a guest edit nothing."""

import pytest

from recommender.records import ListenerId
from tests.builders.playlists import playlist


@pytest.fixture(autouse=True)
def people(accounts, web):
    web.reset()
    for name, role in (("Anna", "listener"), ("Bert", "listener"), ("Guest", "guest")):
        accounts.add(name, role)


def shared(**fields):
    collaborators = (ListenerId("id-Bert"), ListenerId("id-Guest"), ListenerId("anonymous"))
    return playlist("a", owner=ListenerId("id-Anna"), visibility="shared", collaborators=collaborators, **fields)


def test_owner_and_collaborators_are_called_by_the_names_of_their_accounts(accounts, web):
    web.playlists.add(shared())
    shown = accounts.log_in("Bert").get("/api/v1/playlists/p1").json
    assert (shown["owner_name"], shown["may_edit"]) == ("Anna", True)
    assert [each["name"] for each in shown["collaborators"]] == ["Bert", "Guest", ""]
    (listed,) = accounts.log_in("Bert").get("/api/v1/playlists").json["items"]
    assert listed["owner_name"] == "Anna"


def test_a_guest_edits_nothing_though_somebody_let_them_in(accounts, web):
    web.playlists.add(shared(invitation="0" * 32))
    guest = accounts.log_in("Guest")
    shown = guest.get("/api/v1/playlists/p1").json
    assert (shown["may_edit"], shown["collaborators"], shown["invitation"]) == (False, [], "")
    rename = {"operations": [{"kind": "rename", "name": "Mine now"}]}
    assert guest.post("/api/v1/playlists/p1/operations", json=rename).status_code == 403
