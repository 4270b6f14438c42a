"""Who may call what: role x route x owner, made from the route table itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from recommender.accounts.roles import SCOPES, allows
from recommender.playlists.records import PlaylistId
from recommender.records import ListenerId
from recommender.room.arrangements import Arrangement
from tests.builders.accounts import MadeAccounts
from tests.builders.playlists import playlist
from tests.builders.smart import smart
from tests.builders.web import NOW

OPEN = {
    "page", "file", "asset", "live", "ready", "api.get_health", "api.get_root_health", "api.get_openapi",
    "oidc_start", "oidc_back", "api.get_me", "api.post_login", "api.post_invited", "api.post_account",
}  # fmt: skip
"""What anybody on the network may call: the empty page, how to get in, and whether the process lives."""
ADMIN = {
    "metrics", "api.post_use", "api.get_tables", "api.post_table",
    "api.get_libraries", "api.post_library", "api.patch_library", "api.delete_library", "api.post_scan",
    "api.get_scans", "api.delete_scan", "api.list_rejected", "api.post_rejected_retry",
    "api.get_accounts", "api.post_invitation", "api.post_role", "api.delete_account",
    "api.put_library_visibility",
    "api.post_correction", "api.post_correction_look", "api.post_tags_written", "api.post_tags_restored",
    "api.post_cover",
}  # fmt: skip
EVERYBODYS = {"track_id", "artist_id", "album_id", "topic", "part", "name", "path", "kind", "key"}
"""Variables of paths that name what all who are let in may see."""
BODIES = {
    "api.post_operations": {"operations": [{"kind": "rename", "name": "Stolen"}]},
    "api.post_join": {"invitation": "0" * 32},
    "api.put_smart": {"name": "Stolen", "definition": {}, "revision": 1},
    "api.put_arrangement": {"name": "Stolen", "places": [], "revision": 1},
}
"""What is sent to routes of somebody's own that want a body."""
ADMINS = {"account", "library_id", "scan_id"}
"""Variables that name what admins look after."""


class Call(NamedTuple):
    """One method on one route, its variables filled in."""

    endpoint: str
    method: str
    path: str
    variables: frozenset[str]


@pytest.fixture(autouse=True)
def everybody(accounts) -> None:
    for role in SCOPES:
        accounts.add(role, role)
    accounts.add("other")


def owned_by_other(accounts: MadeAccounts) -> dict[str, str]:
    """Return, by the name of a path's variable, something that belongs to somebody else."""
    accounts.log_in("other")
    accounts.token("other", "play")
    accounts.web.playlists.add(playlist("a", playlist_id=PlaylistId("private"), owner=ListenerId("id-other")))
    kept = Arrangement(arrangement_id="private", name="Private", revision=1, changed_at=NOW)
    accounts.web.arrangements.put(ListenerId("id-other"), kept)
    accounts.web.smart_playlists.add(smart("private", owner=ListenerId("id-other")))
    return {
        "session": next(key for key, one in accounts.sessions.sessions.items() if one.account_id == "id-other"),
        "token": next(key for key, one in accounts.tokens.tokens.items() if one.account_id == "id-other"),
        "playlist_id": "private",
        "smart_id": "private",
        "arrangement_id": "private",
    }


def calls(accounts: MadeAccounts) -> Iterator[Call]:
    """Yield every method of every route."""
    values = owned_by_other(accounts)
    for rule in accounts.app.url_map.iter_rules():
        path = re.sub(r"<(?:any\((\w+)[^)]*\):)?(?:path:)?(\w+)>", lambda v: v[1] or values.get(v[2], "x"), rule.rule)
        for method in sorted(rule.methods - {"OPTIONS"}):
            yield Call(rule.endpoint, method, path, frozenset(rule.arguments))


def test_every_variable_of_a_path_is_known_to_be_everybodys_or_somebodys(accounts):
    variables = {name for rule in accounts.app.url_map.iter_rules() for name in rule.arguments}
    assert variables <= EVERYBODYS | ADMINS | owned_by_other(accounts).keys()


def test_every_route_says_who_may_call_it(accounts):
    declared = accounts.app.gate.access
    assert {rule.endpoint for rule in accounts.app.url_map.iter_rules()} == declared.keys()
    assert {name for name, access in declared.items() if access == "open"} == OPEN
    assert {name for name, access in declared.items() if access == "admin"} == ADMIN


def test_nobody_gets_past_an_open_route_without_logging_in(accounts):
    client = accounts.app.test_client()
    for call in calls(accounts):
        status = client.open(call.path, method=call.method).status_code
        assert (status == 401) == (call.endpoint not in OPEN), call


@pytest.mark.parametrize("role", SCOPES)
def test_a_role_may_call_what_its_scopes_allow_and_nothing_else(accounts, role):
    for call in calls(accounts):
        client = accounts.log_in(role)  # logging out is one of the calls
        status = client.open(call.path, method=call.method).status_code
        is_allowed = allows(SCOPES[role], accounts.app.gate.access[call.endpoint])
        assert (status == 403) != is_allowed, (call, status)
        assert status != 401, call


@pytest.mark.parametrize("scopes", [("play",), ("play", "write"), ("write",)])
def test_a_token_may_call_what_its_scopes_allow_whatever_its_owners_role(accounts, scopes):
    headers = accounts.token("admin", *scopes)
    client = accounts.app.test_client()
    for call in calls(accounts):
        access = accounts.app.gate.access[call.endpoint]
        status = client.open(call.path, method=call.method, headers=headers).status_code
        if not allows(frozenset(scopes), access):
            assert status == 403, (call, status)
        elif "/me/" not in call.path:
            assert status not in (401, 403), (call, status)


def test_a_token_has_no_more_rights_than_its_owner(accounts):
    headers = accounts.token("guest", "play", "write", "admin")
    client = accounts.app.test_client()
    assert client.get("/api/v1/tracks", headers=headers).status_code == 200
    assert client.get("/api/v1/me/tokens", headers=headers).status_code == 403
    assert client.get("/metrics", headers=headers).status_code == 403


def test_a_token_looks_after_no_passwords_sessions_and_tokens(accounts):
    client = accounts.app.test_client()
    headers = accounts.token("admin", "play", "write", "admin")
    for path in ("/api/v1/me/tokens", "/api/v1/me/sessions"):
        assert client.get(path, headers=headers).status_code == 403


@pytest.mark.parametrize("account", ["id-admin", "id-listener"])
def test_a_token_makes_no_link_by_which_a_password_is_set(accounts, account):
    client, headers = accounts.app.test_client(), accounts.token("admin", "admin")
    answer = client.post("/api/v1/invitations", json={"account": account}, headers=headers)
    assert answer.status_code == 403
    assert accounts.invitations.invitations == {}


@pytest.mark.parametrize("role", SCOPES)
def test_what_is_somebody_elses_is_not_there(accounts, role):
    owned = owned_by_other(accounts)
    client = accounts.log_in(role)
    for call in calls(accounts):
        if call.variables & owned.keys() and allows(SCOPES[role], accounts.app.gate.access[call.endpoint]):
            body = {"json": BODIES[call.endpoint]} if call.endpoint in BODIES else {}
            assert client.open(call.path, method=call.method, **body).status_code == 404, call
    assert owned["session"] in accounts.sessions.sessions
    assert owned["token"] in accounts.tokens.tokens
    assert accounts.web.playlists.playlists[owned["playlist_id"]].name == "Mine"
    assert accounts.web.smart_playlists.playlists[owned["smart_id"]].name == "Smart"


def test_a_page_of_another_site_changes_nothing_with_the_cookie_of_a_listener(accounts):
    client = accounts.log_in("admin")
    harmless = {endpoint.name for endpoint in accounts.app.endpoints if endpoint.from_any_site}
    for call in calls(accounts):
        if call.endpoint not in harmless and call.method in ("POST", "DELETE", "PUT", "PATCH"):
            answer = client.open(call.path, method=call.method, headers={"Origin": "https://evil.example"})
            assert answer.status_code == 403, call
