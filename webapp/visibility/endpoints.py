"""The endpoint that says who sees a library, for admins."""

from typing import Annotated

from msgspec import Meta, Struct

from recommender.accounts.choosing import listeners_of_ids
from recommender.errors import NotFound
from recommender.records import ListenerId
from webapp.accounts.parts import AccountParts
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.services import Services

MAX_ACCOUNTS = 1_000
_AccountName = Annotated[str, Meta(min_length=1, max_length=64)]
_Accounts = Annotated[tuple[_AccountName, ...], Meta(max_length=MAX_ACCOUNTS)]


class VisibilityQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who should see a library from now on."""

    visible_to: _Accounts | None
    """Ids of accounts; null for everybody. Admins see it in any case."""


class LibraryVisibility(Struct, frozen=True, kw_only=True):
    """Who sees a library, beside the admins."""

    library_id: str
    visible_to: tuple[str, ...] | None
    """Null for everybody."""


class LibraryVisibilities:
    """The endpoint of admins."""

    def __init__(self, parts: AccountParts) -> None:
        self._parts = parts

    def put_library_visibility(
        self, services: Services, _: NoQuery, asked: VisibilityQuestion, library_id: str
    ) -> LibraryVisibility:
        """Say who sees a library; it counts here at once, in other processes within seconds."""
        store = services.libraries.store
        if store.get(library_id) is None:
            raise NotFound(f"no library {library_id[:64]}; `GET /api/v1/libraries` lists them")
        accounts: tuple[ListenerId, ...] | None = None if asked.visible_to is None else ()
        if asked.visible_to:
            accounts = listeners_of_ids(asked.visible_to, self._parts.stores.accounts.all())
        if not store.show_to(library_id, accounts):
            raise NotFound(f"library {library_id[:64]} was just removed")
        services.libraries.look_now()
        return LibraryVisibility(library_id=library_id, visible_to=accounts)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/libraries/<library_id>/visibility", access="admin", method="PUT",
                summary="Say who sees a library: everybody, or some accounts", handle=self.put_library_visibility,
                body=JsonBody(VisibilityQuestion), answer=LibraryVisibility, problems=(401, 404, 413, 422, 503),
            ),
        )  # fmt: skip
