"""Accounts that a library is shown to are named by their ids, or by what people call them."""

from datetime import UTC, datetime

import pytest

from recommender.accounts.choosing import listeners_named, listeners_of_ids
from recommender.accounts.records import Account
from recommender.accounts.roles import Role
from recommender.errors import OutOfRange
from recommender.records import ListenerId


def account(name: str, role: Role = "listener") -> Account:
    return Account(account_id=ListenerId(f"id-{name}"), name=name, role=role, made_at=datetime(2026, 1, 5, tzinfo=UTC))


ACCOUNTS = [account("Anna"), account("Zoë"), account("Boss", "admin"), account("Gus", "guest")]


def test_names_are_found_however_they_are_written_and_each_counts_once():
    assert listeners_named(["ZOË", "anna", "Zoë"], ACCOUNTS) == ("id-Zoë", "id-Anna")


def test_ids_are_found_as_they_are():
    assert listeners_of_ids(["id-Boss", "id-Anna", "id-Boss"], ACCOUNTS) == ("id-Boss", "id-Anna")
    with pytest.raises(OutOfRange, match="no account 'Anna'"):
        listeners_of_ids(["Anna"], ACCOUNTS)


def test_who_is_not_there_is_named_beside_those_who_are():
    with pytest.raises(OutOfRange, match="there is no account 'Carl'; there are: Anna, Boss, Gus, Zoë"):
        listeners_named(["Carl"], ACCOUNTS)


def test_a_guest_is_refused_with_what_to_do():
    with pytest.raises(OutOfRange, match=r"Gus is a guest, .*segue accounts role"):
        listeners_named(["gus"], ACCOUNTS)
