"""Arrangements of the room in memory."""

from recommender.errors import BadInput
from recommender.records import ListenerId
from recommender.room.arrangements import MAX_ARRANGEMENTS, Arrangement


class FakeArrangementStore:
    """Arrangements by listener and id."""

    def __init__(self) -> None:
        self.arrangements: dict[tuple[ListenerId, str], Arrangement] = {}

    def all(self, listener_id: ListenerId) -> tuple[Arrangement, ...]:
        """Return the listener's, the last changed first."""
        own = (one for (owner, _), one in self.arrangements.items() if owner == listener_id)
        return tuple(sorted(own, key=lambda one: (-one.changed_at.timestamp(), one.arrangement_id)))

    def get(self, listener_id: ListenerId, arrangement_id: str) -> Arrangement | None:
        """Return it."""
        return self.arrangements.get((listener_id, arrangement_id))

    def put(self, listener_id: ListenerId, arrangement: Arrangement) -> bool:
        """Keep it in the place of the revision before."""
        key = (listener_id, arrangement.arrangement_id)
        stored = self.arrangements.get(key)
        if (stored.revision if stored else 0) != arrangement.revision - 1:
            return False
        if stored is None and len(self.all(listener_id)) >= MAX_ARRANGEMENTS:
            raise BadInput(f"you have {MAX_ARRANGEMENTS} arrangements, no more are kept; delete one first")
        self.arrangements[key] = arrangement
        return True

    def delete(self, listener_id: ListenerId, arrangement_id: str) -> bool:
        """Forget it."""
        return self.arrangements.pop((listener_id, arrangement_id), None) is not None
