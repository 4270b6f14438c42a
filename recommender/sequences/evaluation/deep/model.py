"""A network as a model among the others: it is trained when it is first asked, and goes on learning if it is to."""

import numpy as np

from recommender.sequences.evaluation.deep.network import SequenceNetwork, train
from recommender.sequences.evaluation.deep.settings import NetworkSettings, Refit
from recommender.sequences.evaluation.deep.tracks import table_of
from recommender.sequences.memory import SessionMemory
from recommender.sequences.records import Query


class TrainedOnce:
    """Networks by what they are made of and trained on, so that none is trained twice in one evaluation."""

    def __init__(self) -> None:
        self._networks: dict[tuple[NetworkSettings, bool, int], SequenceNetwork] = {}

    def network(self, settings: NetworkSettings, memory: SessionMemory, sound: np.ndarray | None) -> SequenceNetwork:
        """Return the network that is trained on the sessions of `memory`, which differ in their number only."""
        key = settings, sound is not None, memory.log.n_sessions
        if key not in self._networks:
            self._networks[key] = train(settings, memory, sound=sound)
        return self._networks[key]


class DeepModel:
    """Of one walk through sessions; the next one needs another."""

    def __init__(
        self,
        settings: NetworkSettings,
        *,
        refit: Refit | None = None,
        sound: np.ndarray | None = None,
        trained: TrainedOnce | None = None,
    ) -> None:
        """Without `refit` it stays as it was trained on the sessions of the first query's memory."""
        self._settings, self._refit, self._sound = settings, refit, sound
        self._trained = trained or TrainedOnce()
        self._network: SequenceNetwork | None = None
        self._n_sessions = 0

    @property
    def training_s(self) -> float:
        """How long its network was trained so far, seconds."""
        return self._network.training_s if self._network else 0.0

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the chance of each track to come next, float64 [n_tracks]."""
        self.keep_up(memory)
        assert self._network is not None
        return self._network.chances(query.prefix.tracks, query.n_tracks)

    def keep_up(self, memory: SessionMemory) -> None:
        """Train the network if it is not, and go on if so many sessions have ended since."""
        n_new = memory.log.n_sessions - self._n_sessions
        if self._network is not None and (self._refit is None or n_new < self._refit.every_sessions):
            return
        self._network = self._begin(memory) if self._network is None else self._go_on(memory, self._network)
        self._n_sessions = memory.log.n_sessions

    def _begin(self, memory: SessionMemory) -> SequenceNetwork:
        network = self._trained.network(self._settings, memory, self._sound)
        if self._refit is None:
            return network
        return network.copy(table_of(memory, self._sound, knows_artists=self._settings.knows_artists))

    def _go_on(self, memory: SessionMemory, network: SequenceNetwork) -> SequenceNetwork:
        table = table_of(memory, self._sound, knows_artists=self._settings.knows_artists)
        if self._refit is None or not network.has_room_for(table):
            return train(self._settings, memory, sound=self._sound)
        network.fit(memory, table, epochs=self._refit.epochs)
        return network
