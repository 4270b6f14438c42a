"""Which accounts a library can be shown to: every one but guests, who see what is everybody's."""

from collections.abc import Iterable, Mapping

from recommender.accounts.names import fold_name
from recommender.accounts.records import Account
from recommender.errors import OutOfRange
from recommender.records import ListenerId


def listeners_of_ids(account_ids: Iterable[str], accounts: Iterable[Account]) -> tuple[ListenerId, ...]:
    """Return each account once; raises `OutOfRange` for an id that nobody has, and for a guest's."""
    return _chosen({one: one for one in account_ids}, {account.account_id: account for account in accounts})


def listeners_named(names: Iterable[str], accounts: Iterable[Account]) -> tuple[ListenerId, ...]:
    """Return each account once, by names compared without case; raises as `listeners_of_ids` does."""
    return _chosen({fold_name(one): one for one in names}, {fold_name(account.name): account for account in accounts})


def _chosen(asked: Mapping[str, str], known: Mapping[str, Account]) -> tuple[ListenerId, ...]:
    chosen = []
    for key, said in asked.items():
        account = known.get(key)
        if account is None:
            names = ", ".join(sorted(one.name for one in known.values())) or "none at all"
            raise OutOfRange(f"there is no account {said[:64]!r}; there are: {names}")
        if account.role == "guest":
            raise OutOfRange(
                f"{account.name} is a guest, who sees what is everybody's; make it a listener with "
                "`segue accounts role`, or on the page People"
            )
        chosen.append(account.account_id)
    return tuple(dict.fromkeys(chosen))
