"""The experiment that a serving process works with, exchanged while it serves."""

from typing import Final

import structlog

from recommender.errors import ServerUnavailable
from recommender.experiments.ports import ExperimentStore
from recommender.experiments.records import Experiment

LOOK_EVERY_S: Final = 5.0
"""How often a process looks whether an experiment was started or stopped."""
_log = structlog.get_logger(__name__)


class LiveExperiment:
    """The running experiment as of the last look; one reference, swapped whole."""

    def __init__(self, store: ExperimentStore) -> None:
        self._store = store
        self._current: Experiment | None = None

    def current(self) -> Experiment | None:
        """Return the experiment that runs; None while none does."""
        return self._current

    def refresh(self) -> None:
        """Look again; when the database does not answer, all stays as it was and the log says so."""
        try:
            self._current = self._store.running()
        except ServerUnavailable as error:
            _log.warning("experiment_not_refreshed", error=str(error))
