"""The slate of somebody who has just connected: a function of the stored taste, so nothing else is kept."""

from datetime import datetime
from typing import Protocol

from recommender.clock import Clock
from recommender.listening.engine import EngineConfig
from recommender.listening.ports import TasteStore
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.prediction.mood.records import MoodName
from recommender.records import ListenerId, Slate


class SlateEngine(Protocol):
    """Makes slates: the engine itself, or what chooses among its variants."""

    @property
    def config(self) -> EngineConfig:
        """The settings in force."""

    def slate(
        self,
        taste: Taste,
        *,
        made_at: datetime,
        n: int | None = None,
        mood: MoodName | None = None,
        wish: Wish | None = None,
    ) -> Slate:
        """Return what the listener should hear next; see `Engine.slate`."""


class CurrentSlates:
    """Makes the slate that the worker made last, from the taste the worker stored."""

    def __init__(self, tastes: TasteStore, engine: SlateEngine, clock: Clock) -> None:
        self._tastes = tastes
        self._engine = engine
        self._clock = clock

    def current(self, listener_id: ListenerId, mood: MoodName | None = None, wish: Wish | None = None) -> Slate:
        """Return the slate the listener's taste asks for now; empty with a message when there is no index.

        With a `mood` it holds only tracks of that mood; raises `NoMoods` when the library has none yet. With a
        `wish` it holds only what fits it.
        """
        return self._engine.slate(self.taste(listener_id), made_at=self._clock(), mood=mood, wish=wish)

    def of_radio(self, listener_id: ListenerId, wish: Wish) -> Slate:
        """Return the slate of a radio: only what fits the wish."""
        return self.current(listener_id, wish=wish)

    def taste(self, listener_id: ListenerId) -> Taste:
        """Return the listener's taste; that of somebody unknown when nothing is stored."""
        return self._tastes.get_many([listener_id]).get(listener_id) or Taste(listener_id=listener_id)
