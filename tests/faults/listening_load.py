"""Listeners with sockets who do something all the time, and send again what was not acknowledged, as the page does."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from time import monotonic

import requests
import uuid6

from tests.deadline import eventually
from tests.integration.web_process import WebProcess, live_socket

N_SENDERS = 8


class ListeningLoad:
    """`events_per_s` events in all from `n_listeners`, until the block ends."""

    def __init__(
        self, web: WebProcess, sessions: list[requests.Session], *, events_per_s: float, tracks: list[str]
    ) -> None:
        self._web = web
        self._sessions = sessions
        self._interval_s = 1 / events_per_s
        self._tracks = tracks
        self._numbers = count()
        self._to_send: deque[tuple[int, dict[str, object]]] = deque()
        self._stop = threading.Event()
        self.acknowledged: dict[str, float] = {}
        """When each event was acknowledged, by its id; `time.monotonic()`."""
        self.answered: dict[str, float] = {}
        """When the slate caused by an event arrived."""
        self.sent_at: dict[str, float] = {}
        """When each event was made."""

    @contextmanager
    def running(self) -> Iterator["ListeningLoad"]:
        """Send for as long as the block takes; at its end everything that was sent is acknowledged."""
        with ExitStack() as stack:
            for session in self._sessions:
                client, _ = stack.enter_context(live_socket(self._web, session))
                client.on("slate", self._on_slate, namespace="/live")
            threads = [
                threading.Thread(target=self._make),
                *(threading.Thread(target=self._send) for _ in range(N_SENDERS)),
            ]
            for thread in threads:
                thread.start()
            try:
                yield self
            finally:
                self._stop.set()
                for thread in threads:
                    thread.join(60)
            while self._to_send:
                self._send_one()
            last = max(self.acknowledged, key=lambda each: self.acknowledged[each])
            eventually(lambda: last in self.answered or self._stop.is_set(), within_s=30)

    def go_on(self, seconds: float) -> None:
        """Listen for so long."""
        self._stop.wait(seconds)

    def wait_until_flowing(self, since: float, *, within_s: float) -> tuple[float, float]:
        """Return the seconds from `since` until an event made after it is acknowledged, and until one is answered."""

        def first(times: dict[str, float]) -> float:
            later = [at - since for each, at in list(times.items()) if self.sent_at[each] > since]
            return min(later, default=0.0)

        return (
            eventually(lambda: first(self.acknowledged), within_s=within_s, what="acknowledged again"),
            eventually(lambda: first(self.answered), within_s=within_s, what="answered again"),
        )

    def _on_slate(self, slate: dict[str, object]) -> None:
        if (cause := str(slate.get("caused_by"))) in self.sent_at:
            self.answered.setdefault(cause, monotonic())

    def _make(self) -> None:
        while not self._stop.wait(self._interval_s):
            number = next(self._numbers)
            one = {
                "event_id": str(uuid6.uuid7()),
                "kind": ("started", "finished", "skipped", "liked")[number % 4],
                "track_id": self._tracks[number % len(self._tracks)],
                "occurred_at": datetime.now(UTC).isoformat(),
                "duration_s": 180.0,
            }
            self.sent_at[str(one["event_id"])] = monotonic()
            self._to_send.append((number % len(self._sessions), one))

    def _send(self) -> None:
        while not self._stop.is_set():
            if not self._send_one():
                self._stop.wait(0.01)

    def _send_one(self) -> bool:
        try:
            listener, one = self._to_send.popleft()
        except IndexError:
            return False
        event_id = str(one["event_id"])
        try:
            answer = self._sessions[listener].post(f"{self._web.address}/api/v1/activity", json=[one], timeout=30)
        except requests.RequestException:
            answer = None
        if answer is not None and answer.status_code == 200 and event_id in answer.json()["accepted"]:
            self.acknowledged[event_id] = monotonic()
        else:
            self._to_send.appendleft((listener, one))
            self._stop.wait(0.2)
        return True
