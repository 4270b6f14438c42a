"""Liked albums and artists in memory."""

from collections.abc import Iterable, Sequence

from recommender.listening.favourites import Favourite, FavouriteKind
from recommender.records import ListenerId


class FakeFavouriteStore:
    """Favourites in a dict."""

    def __init__(self) -> None:
        self.favourites: dict[tuple[ListenerId, str, str], Favourite] = {}

    def clear(self) -> None:
        """Forget everything."""
        self.favourites.clear()

    def put(self, listener_id: ListenerId, favourite: Favourite) -> None:
        """Keep the first one."""
        self.favourites.setdefault((listener_id, favourite.kind, favourite.target_id), favourite)

    def delete(self, listener_id: ListenerId, kind: FavouriteKind, target_ids: Iterable[str]) -> None:
        """Forget them."""
        for target_id in target_ids:
            self.favourites.pop((listener_id, kind, target_id), None)

    def of_listener(self, listener_id: ListenerId, kind: FavouriteKind) -> Sequence[Favourite]:
        """Sort them."""
        own = [each for (who, of_kind, _), each in self.favourites.items() if (who, of_kind) == (listener_id, kind)]
        return sorted(sorted(own, key=lambda each: each.target_id), key=lambda each: each.liked_at, reverse=True)
