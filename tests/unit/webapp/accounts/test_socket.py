"""Who may connect to the live socket, and what ends it."""

from ipaddress import ip_network

import pytest

from tests.builders.accounts import MadeAccounts
from webapp.accounts.services import ProxyLogin
from webapp.live.packets import CLIENT_EVENTS


@pytest.fixture(autouse=True)
def people(accounts):
    accounts.add("Admin", "admin")
    accounts.add("Anna")


def connect(accounts: MadeAccounts, client=None, **headers: str):
    app = accounts.app
    return app.live.socketio.test_client(
        app, namespace="/live", flask_test_client=client or app.test_client(), headers=headers
    )


def test_the_socket_of_somebody_whom_a_proxy_names_ends_with_the_account(web):
    accounts = MadeAccounts(web, proxy=ProxyLogin(header="Remote-User", networks=(ip_network("127.0.0.0/8"),)))
    accounts.add("Admin", "admin")
    socket = connect(accounts, **{"Remote-User": "bert"})
    assert socket.is_connected("/live")
    bert = accounts.accounts.named("bert")
    accounts.log_in("Admin").delete(f"/api/v1/accounts/{bert.account_id}")
    assert not socket.is_connected("/live")
    assert accounts.accounts.named("bert") is None


def test_every_event_of_the_protocol_says_who_may_send_it(accounts):
    handlers = {name.removeprefix("on_") for name in dir(accounts.app.live.namespace) if name.startswith("on_")}
    assert handlers - {"connect", "disconnect", "unknown"} == CLIENT_EVENTS.keys()


def test_nobody_connects_without_being_let_in(accounts):
    assert not connect(accounts).is_connected("/live")
    assert not connect(accounts, Authorization="Bearer nonsense").is_connected("/live")
    assert connect(accounts, accounts.log_in("Anna")).is_connected("/live")


def test_a_token_connects_only_when_it_may_play(accounts):
    assert connect(accounts, **accounts.token("Anna", "play")).is_connected("/live")
    assert not connect(accounts, **accounts.token("Admin", "write", "admin")).is_connected("/live")


@pytest.mark.parametrize(
    "end",
    [
        ("Anna", "POST", "/api/v1/logout"),
        ("Admin", "DELETE", "/api/v1/accounts/id-Anna"),
    ],
    ids=["logged out", "deleted"],
)
def test_a_socket_ends_with_what_let_it_in(accounts, end):
    admin, anna = accounts.log_in("Admin"), accounts.log_in("Anna")
    others = connect(accounts, accounts.log_in("Anna", browser="Safari on iPhone"))
    socket = connect(accounts, anna)
    keeps = connect(accounts, admin)
    who, method, path = end
    {"Admin": admin, "Anna": anna}[who].open(path, method=method)
    assert not socket.is_connected("/live")
    assert keeps.is_connected("/live")
    assert others.is_connected("/live") == ("id-Anna" in accounts.accounts.accounts)
