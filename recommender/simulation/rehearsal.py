"""An experiment tried out on simulated listeners: what it would find, and when its guard would step in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from msgspec.structs import replace

from recommender.errors import BadInput
from recommender.events import SIMULATED
from recommender.experiments.guard import find_harm
from recommender.experiments.outcomes import outcomes_of
from recommender.experiments.records import Experiment, StoppedArm
from recommender.experiments.serving import ExperimentEngine
from recommender.experiments.watched import Watched, watch
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.placing import with_event
from recommender.listening.taste import Taste
from recommender.records import ActivityEvent, ListenerId, PlacedEvent, ShownPick, Slate, TrackId
from recommender.similarity.track_index import TrackIndex
from recommender.simulation.boredom import Boredom
from recommender.simulation.hidden_taste import HiddenTaste, Kinds
from recommender.simulation.response import Act, choose, respond

IN_VIEW = 6
"""Picks of a slate that a page shows without scrolling."""
ARRIVE_EVERY = timedelta(hours=1)
LOOK_AFTER = 10
"""Listeners between two looks of the guard."""
USUAL_DURATION_S = 200.0


@dataclass(frozen=True)
class Rehearsal:
    """What came of it."""

    experiment: Experiment
    """As the guard left it."""
    watched: Watched
    n_looks: int
    n_listeners: int
    """Who arrived until it was over."""


@dataclass
class _Listener:
    """Somebody with a hidden taste, and the taste that is made of what they do."""

    number: int
    index: TrackIndex
    kinds: Kinds
    now: datetime
    rng: np.random.Generator
    half_life_days: float
    taste: Taste = field(init=False)
    events: list[ActivityEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taste = Taste(listener_id=ListenerId(f"{SIMULATED}-{self.number:05d}"))
        self.hidden = HiddenTaste.born(self.kinds, self.rng)
        self.boredom = Boredom(self.kinds.kind)

    def listen(self, engine: ExperimentEngine) -> None:
        """Take a pick of the slate that there is now, and respond to it."""
        slate = engine.slate(self.taste, made_at=self.now)
        if not slate.picks:
            return
        rows = np.array([self.index.table.row(pick.track_id) for pick in slate.picks], dtype=np.int64)
        promised = self.hidden.at(self.now.hour)[rows] * self.boredom.left_of(rows)
        chosen, n_seen = choose(promised, self.rng)
        self._do(self._shown(slate, max(n_seen, IN_VIEW)))
        row = int(rows[chosen])
        duration_s = float(np.nan_to_num(self.index.table.durations_s[row], nan=USUAL_DURATION_S)) or USUAL_DURATION_S
        began = self.now
        for act in respond(float(promised[chosen]), duration_s, self.rng):
            self.now = began + timedelta(seconds=act.position_s)
            self._do(self._acted(slate, slate.picks[chosen].track_id, act, duration_s))
        self.now += timedelta(seconds=1)
        self.boredom.hear(row)

    def _do(self, event: ActivityEvent) -> None:
        placed = PlacedEvent(event, 0, len(self.events))
        self.taste = with_event(self.taste, placed, half_life_days=self.half_life_days)
        self.events.append(event)

    def _shown(self, slate: Slate, n: int) -> ActivityEvent:
        return ActivityEvent(
            event_id=UUID(bytes=self.rng.bytes(16)),
            listener_id=self.taste.listener_id,
            kind="shown",
            occurred_at=self.now,
            slate_id=slate.slate_id,
            model_version=slate.model_version,
            arm=slate.arm or "",
            shown_picks=tuple(
                ShownPick(track_id=pick.track_id, position=position, source=pick.source, team=pick.team or "")
                for position, pick in enumerate(slate.picks[:n])
            ),
        )

    def _acted(self, slate: Slate, track_id: TrackId, act: Act, duration_s: float) -> ActivityEvent:
        return ActivityEvent(
            event_id=UUID(bytes=self.rng.bytes(16)),
            listener_id=self.taste.listener_id,
            kind=act.kind,
            occurred_at=self.now,
            track_id=track_id,
            position_s=act.position_s,
            duration_s=duration_s,
            slate_id=slate.slate_id,
            source="slate",
        )


def rehearse(
    experiment: Experiment,
    index: TrackIndex,
    *,
    n_listeners: int,
    n_plays: int,
    seed: int,
    config: EngineConfig | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Rehearsal:
    """Let listeners arrive one an hour, each for `n_plays`; the guard looks after every tenth.

    All that decides, serves, counts and stops is what a running instance uses. Raises `BadInput` for an empty index.
    """
    if not len(index):
        raise BadInput("the index is empty; `segue ingest PATH` and `segue build index` fill it")
    config, kinds = config or EngineConfig(), Kinds.of(index.table)
    engine = ExperimentEngine(Engine(lambda: index, dict, config), lambda: experiment)
    events: list[ActivityEvent] = []
    n_looks = number = 0
    for number in range(1, n_listeners + 1):
        arrives = experiment.started_at + number * ARRIVE_EVERY
        rng = np.random.default_rng((seed, number))
        listener = _Listener(number, index, kinds, arrives, rng, config.half_life_days)
        for _ in range(n_plays):
            listener.listen(engine)
        events += listener.events
        if number % LOOK_AFTER == 0 or number == n_listeners:
            n_looks += 1
            experiment = _after_look(experiment, events, now=arrives)
            progress(number)
        if experiment.stopped_at is not None:
            break
    end = experiment.stopped_at or experiment.started_at + number * ARRIVE_EVERY + experiment.window
    watched = watch(experiment, outcomes_of(events), now=end)
    return Rehearsal(experiment, watched, n_looks, number)


def _after_look(experiment: Experiment, events: list[ActivityEvent], *, now: datetime) -> Experiment:
    harms = find_harm(experiment, watch(experiment, outcomes_of(events), now=now))
    stopped = (*experiment.stopped_arms, *(StoppedArm(arm=harm.arm, at=now, why=harm.why) for harm in harms))
    experiment = replace(experiment, stopped_arms=stopped)
    if harms and set(experiment.running_arms) <= {experiment.control}:
        return replace(experiment, stopped_at=now, why=f"no arm is left beside {experiment.control}")
    return experiment
