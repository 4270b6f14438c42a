"""Folds events into tastes and answers each change with a slate.

A slate follows from its taste, and leaves before the taste is stored: after a crash the event is read again, and gives
the same slate. While the worker is behind, tastes are folded and stored, and the slates are owed: a listener gets one
for the newest event when the worker has caught up, instead of many that are old when they arrive.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import structlog

from recommender.clock import Clock
from recommender.errors import StaleTaste
from recommender.listening.current_slates import SlateEngine
from recommender.listening.folding import ANSWERED
from recommender.listening.placing import contains, with_event
from recommender.listening.ports import SlateOutbox, TasteStore
from recommender.listening.taste import Taste
from recommender.records import ListenerId, PlacedEvent, Slate
from streaming.handlers.handler import ReadAgain
from streaming.handlers.taste_writer import Later, TasteWriter
from streaming.reasons import reason_of

REMEMBERED_TASTES = 20_000


class TasteHandler:
    """Keeps tastes up to date and sends slates; one worker owns a listener at a time."""

    name = "taste"

    def __init__(
        self, tastes: TasteStore, engine: SlateEngine, outbox: SlateOutbox, clock: Clock, *, store_later: Later
    ) -> None:
        self._tastes = tastes
        self._writer = TasteWriter(tastes, store_later)
        self._engine = engine
        self._outbox = outbox
        self._clock = clock
        self._known: OrderedDict[ListenerId, Taste] = OrderedDict()
        self._owed: dict[ListenerId, None] = {}
        self._handled: dict[int, int] = {}
        """The last offset of each partition since all was stored."""
        self._read_again: dict[int, int] = {}
        """Up to where what could not be stored is read again; so far each batch stores its tastes at once."""
        self._has_begun_again = False
        self._log = structlog.get_logger(__name__)

    def handle(self, events: Sequence[PlacedEvent], *, behind: bool) -> None:
        """Fold the events; store the tastes now if `behind`, else in a moment and send the slates.

        Events at or below a taste's stored offset are in it already: they change nothing, but their slate may
        never have been sent and is sent again, under the same id.
        """
        tastes = self._load({event.event.listener_id for event in events})
        changed: set[ListenerId] = set()
        for placed in events:
            listener_id = placed.event.listener_id
            taste = tastes[listener_id]
            if not contains(taste, placed):
                tastes[listener_id] = with_event(taste, placed, half_life_days=self._engine.config.half_life_days)
                changed.add(listener_id)
            if placed.event.kind in ANSWERED:
                self._owed[listener_id] = None
        self._store([tastes[listener_id] for listener_id in changed], now=behind or bool(self._read_again))
        self._note_handled(events)
        self._remember(tastes)
        if not behind:
            for slate in self._owed_slates(tastes):
                self._outbox.send(slate)
            self._owed.clear()

    @property
    def pending(self) -> bool:
        """Whether slates were put off."""
        return bool(self._owed)

    def flush(self) -> None:
        """Return when the tastes, and the slates that were sent, are stored for good."""
        with self._watch():
            self._writer.flush()
        self._outbox.flush()
        self._handled.clear()

    def forget(self) -> None:
        """Drop what is remembered: another worker may have gone on with these listeners."""
        self._known.clear()
        self._owed.clear()
        self._writer.forget()
        self._outbox.forget()
        self._handled.clear()
        if self._has_begun_again:  # another worker reads on, or this one will again
            self._read_again.clear()

    def _note_handled(self, events: Sequence[PlacedEvent]) -> None:
        self._has_begun_again |= bool(events)
        for placed in events:
            self._handled[placed.partition] = placed.offset
            if placed.offset >= self._read_again.get(placed.partition, placed.offset + 1):
                del self._read_again[placed.partition]

    def _store(self, tastes: Sequence[Taste], *, now: bool) -> None:
        with self._watch():
            if now:
                self._writer.put_now(tastes)
            else:
                self._writer.put(tastes)

    @contextmanager
    def _watch(self) -> Iterator[None]:
        try:
            yield
        except StaleTaste:
            self._known.clear()
            raise
        except ReadAgain:
            self._read_again, self._has_begun_again = self._handled | self._read_again, False
            raise

    def _load(self, listener_ids: set[ListenerId]) -> dict[ListenerId, Taste]:
        known = {each: self._known[each] for each in listener_ids if each in self._known}
        if missing := listener_ids - known.keys():
            stored = self._tastes.get_many(missing)
            known |= {each: stored.get(each) or Taste(listener_id=each) for each in missing}
        return known

    def _remember(self, tastes: dict[ListenerId, Taste]) -> None:
        for listener_id, taste in tastes.items():
            self._known[listener_id] = taste
            self._known.move_to_end(listener_id)
        while len(self._known) > REMEMBERED_TASTES:
            self._known.popitem(last=False)

    def _owed_slates(self, tastes: Mapping[ListenerId, Taste]) -> Iterator[Slate]:
        owed = {**self._load(self._owed.keys() - tastes.keys()), **tastes}
        return (slate for each in self._owed if (slate := self._slate(owed[each])))

    def _slate(self, taste: Taste) -> Slate | None:
        """Return the slate; where it cannot be made, the taste is stored all the same and the log says why."""
        try:
            return self._engine.slate(taste, made_at=self._clock())
        except Exception as error:
            self._log.exception("slate_failed", listener_id=taste.listener_id, why=reason_of(error))
            return None
