"""`segue accounts`: who may log in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, get_args

import click

from infra.settings import Settings
from recommender.accounts.invitations import make_invitation
from recommender.accounts.joining import delete_account, require_admin_first, take_invitation
from recommender.accounts.names import check_name
from recommender.accounts.passwords import check_password, hash_password
from recommender.accounts.ports import AccountStores
from recommender.accounts.records import Account, Invitation
from recommender.accounts.roles import Role
from recommender.clock import system_clock
from recommender.errors import NotFound

if TYPE_CHECKING:
    from pymongo.database import Database


@click.group("accounts")
def command() -> None:
    """Say who may log in.

    Without an account nobody has to: the player answers this machine only. The first account is an admin's.
    """


@command.command("create")
@click.option("--admin", "role", flag_value="admin", help="The account may manage this instance.")
@click.option("--listener", "role", flag_value="listener", default="listener", help="It may keep what is its own.")
@click.option("--guest", "role", flag_value="guest", help="It may browse and play.")
@click.option("--name", help="Make the account now, and ask for its password here, instead of printing a link.")
@click.option("--url", help="Address at which people reach the player; default: the one it listens on.")
@click.pass_obj
def create(settings: Settings, role: Role, name: str | None, url: str | None) -> None:
    """Print a link that makes one account, good for 48 hours and once."""
    with _stores(settings) as stores:
        require_admin_first(stores, role)
        invitation, path = make_invitation(role, system_clock())
        stores.invitations.add(invitation)
        if name is None:
            click.echo(_address(settings, url) + path)
            return
        account = _make(stores, invitation, name=name)
    click.echo(f"{account.name} can log in now, as {account.role}")


@command.command("list")
@click.pass_obj
def list_(settings: Settings) -> None:
    """Show every account with its role and when it was used last."""
    from rich.console import Console
    from rich.table import Table

    with _stores(settings) as stores:
        accounts = stores.accounts.all()
        sessions = {a.account_id: stores.sessions.of_account(a.account_id, system_clock()) for a in accounts}
    if not accounts:
        click.echo("no accounts; everybody on this machine may do everything")
        return
    table = Table("name", "role", "login", "browsers", "used last", "listener id")
    for account in accounts:
        own = sessions[account.account_id]
        used = own[0].used_at.isoformat(timespec="minutes") if own else ""
        login = "password" if account.password_hash else "elsewhere" if account.subject else "none: this machine's user"
        table.add_row(account.name, account.role, login, str(len(own)), used, account.account_id)
    Console().print(table)


@command.command("reset")
@click.argument("name")
@click.option("--url", help="Address at which people reach the player; default: the one it listens on.")
@click.pass_obj
def reset(settings: Settings, name: str, url: str | None) -> None:
    """Print a link by which NAME sets a new password; the old one is good until then."""
    with _stores(settings) as stores:
        account = _require(stores, name)
        invitation, path = make_invitation(account.role, system_clock(), account_id=account.account_id)
        stores.invitations.add(invitation)
    click.echo(_address(settings, url) + path)


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(get_args(Role)))
@click.pass_obj
def change_role(settings: Settings, name: str, role: Role) -> None:
    """Give NAME another role, at once."""
    with _stores(settings) as stores:
        account = _require(stores, name)
        stores.accounts.set_role(account.account_id, role)
    click.echo(f"{account.name} is {role} now")


@command.command("delete")
@click.argument("name")
@click.pass_obj
def delete(settings: Settings, name: str) -> None:
    """Delete NAME's account; its browsers and programs are out at once. What is known of the listener stays."""
    from infra.stores.accounts.opening import account_stores
    from infra.stores.libraries import MongoLibraryStore

    with _database(settings) as database:
        stores = account_stores(database)
        account = _require(stores, name)
        delete_account(stores, account.account_id)
        MongoLibraryStore(database).forget_account(account.account_id)
    click.echo(f"{account.name} is deleted; the listener was {account.account_id}")


@contextmanager
def _stores(settings: Settings) -> Iterator[AccountStores]:
    from infra.stores.accounts.opening import account_stores

    with _database(settings) as database:
        yield account_stores(database)


@contextmanager
def _database(settings: Settings) -> "Iterator[Database[dict[str, Any]]]":
    from infra.servers.running import running_servers
    from infra.stores.database import prepared_database

    with (
        running_servers(settings, mongo=True, kafka=False) as addresses,
        prepared_database(addresses.mongo_uri, settings.mongo_database) as database,
    ):
        yield database


def _require(stores: AccountStores, name: str) -> Account:
    if account := stores.accounts.named(name):
        return account
    known = ", ".join(account.name for account in stores.accounts.all())
    raise NotFound(f"there is no account {name}; {f'there are: {known}' if known else 'there is none at all'}")


def _make(stores: AccountStores, invitation: Invitation, *, name: str) -> Account:
    name = check_name(name)
    password = check_password(click.prompt("password", hide_input=True, confirmation_prompt=True), name=name)
    return take_invitation(
        stores,
        invitation.invitation_id,
        name=name,
        password_hash=hash_password(password),
        anonymous=None,
        clock=system_clock,
    )


def _address(settings: Settings, url: str | None) -> str:
    """Return where people reach the player."""
    if url is not None:
        return url.rstrip("/")
    host = "localhost" if settings.web_host in ("", "0.0.0.0", "::", "127.0.0.1") else settings.web_host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.web_port}"
