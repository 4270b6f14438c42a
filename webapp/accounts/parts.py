"""What every endpoint of accounts works with."""

from dataclasses import dataclass

from recommender.clock import Clock
from recommender.errors import NotFound
from webapp.accounts.changes import Changes
from webapp.accounts.services import AccountServices
from webapp.listener import Listeners


@dataclass(frozen=True, kw_only=True)
class AccountParts:
    """Stores, who asks, and whom to tell of changes."""

    services: AccountServices | None
    """None where nobody has an account."""
    listeners: Listeners
    changes: Changes | None
    clock: Clock

    @property
    def stores(self) -> AccountServices:
        """The stores; raises `NotFound` where nobody has an account."""
        if self.services is None:
            raise NotFound("nobody has an account here: SEGUE_ACCESS is `open`")
        return self.services

    def tell_of_change(self) -> None:
        """Have everybody recognised anew."""
        if self.changes is not None:
            self.changes.tell()
