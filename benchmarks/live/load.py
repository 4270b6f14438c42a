"""500 listeners on websockets, as a process: `python -m benchmarks.live.load URL PER_S SECONDS segue|bare < COOKIES`.

The cookies of the listeners are a JSON array; there are as many listeners.

Speaks Engine.IO 4 and Socket.IO 5 by hand over plain websockets, so that the load costs the machine little. Prints
one JSON object: latencies in ms and what was lost. Everything goes to 127.0.0.1.
"""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import gevent
import msgspec
import numpy as np
import requests
from websocket import WebSocket, create_connection

from benchmarks.live.load_times import SETTLE_S, WARM_UP_S

KINDS = ("started", "finished", "skipped", "liked", "started", "finished")


@dataclass
class Tally:
    """What was sent and what came back."""

    sent_at: dict[str, float] = field(default_factory=dict)
    listener_of: dict[str, int] = field(default_factory=dict)
    acknowledged_ms: dict[str, float] = field(default_factory=dict)
    own_slate_ms: dict[str, float] = field(default_factory=dict)
    answered_ms: dict[str, float] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    rejected: int = 0
    slates: Counter[tuple[int, str]] = field(default_factory=Counter)
    open: dict[int, list[str]] = field(default_factory=dict)


class Listener:
    """One listener with one socket."""

    def __init__(self, number: int, url: str, tally: Tally, *, cookie: str, slate_at_connect: bool) -> None:
        self.number = number
        self.tally = tally
        self._slate_at_connect = slate_at_connect
        self.picks: list[str] = []
        self.ready = False
        """Connected, and the current slate is there (the bare relay has none to send)."""
        self._acks = 0
        self._waiting: dict[int, list[str]] = {}
        host = urlsplit(url).netloc
        self._socket: WebSocket = create_connection(
            f"ws://{host}/socket.io/?EIO=4&transport=websocket", cookie=cookie, origin=url, timeout=60
        )
        self._socket.recv()
        self._socket.send("40/live,")
        gevent.spawn(self._read)

    def send(self, track_id: str, kind: str) -> None:
        """Send one event."""
        event_id = str(uuid.uuid4())
        event = {
            "event_id": event_id,
            "kind": kind,
            "track_id": track_id,
            "occurred_at": datetime.now(UTC).isoformat(),
            "position_s": 12.0,
            "duration_s": 180.0,
        }
        self._acks += 1
        self._waiting[self._acks] = [event_id]
        text = msgspec.json.encode(["activity", [event]]).decode()
        self.tally.listener_of[event_id] = self.number
        self.tally.open.setdefault(self.number, []).append(event_id)
        self.tally.sent_at[event_id] = time.perf_counter()
        self._socket.send(f"42/live,{self._acks}{text}")

    def _read(self) -> None:
        while True:
            message = self._socket.recv()
            now = time.perf_counter()
            if message == "2":
                self._socket.send("3")
            elif message.startswith("40/live,"):
                self.ready = not self._slate_at_connect
            elif message.startswith("43/live,"):
                self._note_acknowledged(message[8:], now)
            elif message.startswith('42/live,["slate"'):
                self._slate(msgspec.json.decode(message[8:])[1], now)

    def _note_acknowledged(self, text: str, now: float) -> None:
        start = text.index("[")
        answer = msgspec.json.decode(text[start:])[0]
        self.tally.rejected += len(answer.get("rejected", ()))
        for event_id in answer.get("accepted", ()):
            self.tally.acknowledged.add(event_id)
            self.tally.acknowledged_ms[event_id] = 1000 * (now - self.tally.sent_at[event_id])

    def _slate(self, slate: dict[str, Any], now: float) -> None:
        self.picks = [pick["track_id"] for pick in slate["picks"]]
        self.ready = True
        cause = slate["caused_by"]
        if cause not in self.tally.sent_at:
            return
        self.tally.slates[self.number, slate["slate_id"]] += 1
        self.tally.own_slate_ms.setdefault(cause, 1000 * (now - self.tally.sent_at[cause]))
        waiting = self.tally.open[self.number]
        if cause in waiting:
            reached = waiting.index(cause) + 1
            for event_id in waiting[:reached]:
                self.tally.answered_ms[event_id] = 1000 * (now - self.tally.sent_at[event_id])
            del waiting[:reached]


def load(
    url: str, cookies: list[str], events_per_s: float, seconds: float, *, slate_at_connect: bool
) -> dict[str, object]:
    """Send the events evenly in time to listeners by chance; return the figures."""
    rng = np.random.default_rng(1)
    tally = Tally()
    tracks = some_tracks(url, cookies[0])
    listeners = [
        Listener(number, url, tally, cookie=cookie, slate_at_connect=slate_at_connect)
        for number, cookie in enumerate(cookies)
    ]
    deadline = time.monotonic() + 60
    while not all(listener.ready for listener in listeners):
        if time.monotonic() > deadline:
            raise TimeoutError("not all listeners were connected and had their first slate within 60 s")
        gevent.sleep(0.05)
    started = time.perf_counter()
    n_warm = int(events_per_s * WARM_UP_S)
    n_events = n_warm + int(events_per_s * seconds)
    for n in range(n_events):
        wait = started + n / events_per_s - time.perf_counter()
        if wait > 0:
            gevent.sleep(wait)
        listener = listeners[int(rng.integers(len(listeners)))]
        picks = listener.picks or tracks
        if n == n_warm:
            print("loading", file=sys.stderr, flush=True)
        gevent.spawn(listener.send, picks[int(rng.integers(len(picks)))], KINDS[int(rng.integers(len(KINDS)))])
    took_s = time.perf_counter() - started
    print("loaded", file=sys.stderr, flush=True)
    ends = time.monotonic() + SETTLE_S
    while time.monotonic() < ends and len(tally.answered_ms) < len(tally.sent_at):
        gevent.sleep(0.05)
    in_order = sorted(tally.sent_at, key=tally.sent_at.__getitem__)
    warming, loaded = in_order[:n_warm], in_order[n_warm:]
    return {
        "sent": len(tally.sent_at),
        "n_measured": len(loaded),
        "events_per_s": len(tally.sent_at) / took_s,
        "acknowledged": len(tally.acknowledged),
        "rejected": tally.rejected,
        "unanswered": len(tally.acknowledged - tally.answered_ms.keys()),
        "shared_slates": len(tally.answered_ms) - len(tally.own_slate_ms),
        "duplicate_slates": sum(n - 1 for n in tally.slates.values()),
        "acknowledged_ms": _quantiles(tally.acknowledged_ms, loaded),
        "slate_ms": _quantiles(tally.answered_ms, loaded),
        "first_slate_ms": _quantiles(tally.answered_ms, warming),
        "event_ids": sorted(tally.acknowledged),
    }


def _quantiles(measured_ms: dict[str, float], event_ids: list[str]) -> dict[str, float]:
    values = [measured_ms[event_id] for event_id in event_ids if event_id in measured_ms]
    return {f"p{q:g}": float(np.quantile(values, q / 100)) if values else float("nan") for q in (50, 90, 99)}


def some_tracks(url: str, cookie: str) -> list[str]:
    """Return tracks for listeners who have no picks yet."""
    items = requests.get(f"{url}/api/v1/tracks?limit=500", headers={"Cookie": cookie}, timeout=30).json()["items"]
    return [item["track_id"] for item in items]


if __name__ == "__main__":
    address, per_s, during_s, kind = sys.argv[1:]
    told = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    figures = load(address, told, float(per_s), float(during_s), slate_at_connect=kind == "segue")
    print(msgspec.json.encode(figures).decode())
