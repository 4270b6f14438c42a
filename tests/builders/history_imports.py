"""Imports of sent histories on made-up stores: the job is the real one, and it runs here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from infra.web.histories.reading import HistoryParts, carry_out
from recommender.clock import Clock
from recommender.listening.history.imports import HistoryImport
from recommender.listening.history.plays import hearing_of_import
from recommender.prediction.streams.importing import SongMatcher
from recommender.records import ActivityEvent, ListenerId, Track
from tests.contracts.fakes.history import FakeHistoryStore
from tests.contracts.fakes.history_imports import FakeImportStore
from tests.contracts.fakes.plays import FakePlayStore


@dataclass
class MadeImports:
    """Imports at once, or where `run` has it done; what is kept is heard by `plays`, as the stores have it."""

    folder: Path
    clock: Clock
    plays: FakePlayStore
    tracks: Callable[[], Iterable[Track]]
    publish: Callable[[list[ActivityEvent]], object]
    run: Callable[[Callable[[], None]], None] = lambda job: job()
    histories: FakeHistoryStore = field(default_factory=FakeHistoryStore)
    store: FakeImportStore = field(default_factory=FakeImportStore)

    def arrival_folder(self, _n_bytes: int) -> Path:
        """Return the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder

    def begin(self, listener_id: ListenerId, arrived: Path, name: str, *, dry_run: bool) -> HistoryImport:
        """Keep the file under its name and import it."""
        now = self.clock()
        path = self.folder / uuid4().hex / name
        path.parent.mkdir(parents=True)
        path.hardlink_to(arrived)
        one = HistoryImport(
            import_id=path.parent.name, listener_id=listener_id, name=name, dry_run=dry_run, sent_at=now, told_at=now
        )
        self.store.start(one)
        self.run(lambda: self._carry_out(one, path))
        return one

    def of_listener(self, listener_id: ListenerId) -> Sequence[HistoryImport]:
        """Return them."""
        return self.store.of_listener(listener_id, self.clock())

    def forget(self) -> None:
        """Forget every import, and what was kept."""
        self.histories, self.store = FakeHistoryStore(), FakeImportStore()

    def _carry_out(self, one: HistoryImport, path: Path) -> None:
        carry_out(
            one,
            path,
            HistoryParts(
                histories=self.histories,
                imports=self.store,
                matcher=lambda: SongMatcher(self.tracks()),
                publish=self.publish,
                half_life_days=14.0,
                clock=self.clock,
            ),
        )
        path.unlink()
        kept = self.histories.of_listener(one.listener_id)
        self.plays.hear(hearing for play in kept if (hearing := hearing_of_import(play, one.listener_id)))
