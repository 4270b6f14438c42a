"""How often somebody may try a password: by address, by account from one address, and by account from everywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from gevent.lock import BoundedSemaphore

from recommender.accounts.names import fold_name
from webapp.problems import TooBusy, TooMany
from webapp.rate_limit import RateLimit

PAIR_BURST, ADDRESS_BURST, ACCOUNT_BURST = 10, 30, 100
"""Tries at once: of an account from one address, of any from one address, of an account from everywhere."""
_PAIR_EVERY_S, _ADDRESS_EVERY_S, _ACCOUNT_EVERY_S = 30.0, 10.0, 3.0
"""After the burst, one try in so many seconds."""
_KNOWN_KEPT = 10_000
_AT_ONCE = 2
"""Hashes under way: each takes 64 MiB."""
_WAIT_S = 5.0


class Attempts:
    """Counts tries in this process, and lets a few at a time be hashed."""

    def __init__(self, *, now: Callable[[], float] = monotonic) -> None:
        self._of_pair = RateLimit(per_s=1 / _PAIR_EVERY_S, burst=PAIR_BURST, now=now)
        self._of_account = RateLimit(per_s=1 / _ACCOUNT_EVERY_S, burst=ACCOUNT_BURST, now=now)
        self._known: dict[tuple[str, str], None] = {}
        self._of_address = RateLimit(per_s=1 / _ADDRESS_EVERY_S, burst=ADDRESS_BURST, now=now)
        self._slots = BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def attempt(self, *, name: str, address: str) -> Iterator[None]:
        """Count one try and hold a place; raise `TooMany` with the time to wait, or `TooBusy`.

        Tries from elsewhere keep nobody out of an account who came in from this address before.
        """
        account = fold_name(name)
        wait_s = self._of_address.wait_s(address, 1) or self._of_pair.wait_s(f"{account} {address}", 1)
        if not wait_s and (account, address) not in self._known:
            wait_s = self._of_account.wait_s(account, 1)
        if wait_s:
            raise TooMany(f"too many tries; try again in {wait_s:.0f} s", retry_after_s=wait_s)
        if not self._slots.acquire(timeout=_WAIT_S):
            raise TooBusy("many people log in at the moment; try again in a few seconds")
        try:
            yield
        finally:
            self._slots.release()

    def note_success(self, *, name: str, address: str) -> None:
        """Remember that the account's owner comes from this address."""
        self._known.pop((fold_name(name), address), None)
        self._known[fold_name(name), address] = None
        if len(self._known) > _KNOWN_KEPT:
            del self._known[next(iter(self._known))]
