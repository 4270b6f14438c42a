from collections.abc import Iterator

import pytest

from recommender.catalogue.live import LiveCatalogue
from recommender.errors import ServerUnavailable
from recommender.records import Track, TrackId


class Store:
    def __init__(self, *titles: str) -> None:
        self.titles = list(titles)
        self.number = 1
        self.scans = 0
        self.fails = False

    def revision(self) -> int:
        return self.number

    def scan(self) -> Iterator[Track]:
        self.scans += 1
        for i, title in enumerate(self.titles):
            if self.fails:
                raise ServerUnavailable("MongoDB is away")
            yield Track(track_id=TrackId(f"{i}"), title=title)


def test_it_starts_empty_and_reads_at_the_first_refresh():
    live = LiveCatalogue(Store("a", "b"))
    assert len(live.current()) == 0
    assert live.refresh()
    assert [t.title for t in live.current().tracks] == ["a", "b"]


def test_it_reads_again_only_when_the_revision_moved():
    store = Store("a")
    live = LiveCatalogue(store)
    live.refresh()
    assert not live.refresh()
    store.titles.append("b")
    store.number = 2
    before = live.current()
    assert live.refresh()
    assert (len(before), len(live.current()), store.scans) == (1, 2, 2)


def test_the_old_one_stays_when_reading_fails_and_the_next_try_reads_again():
    store = Store("a")
    live = LiveCatalogue(store)
    live.refresh()
    store.number, store.fails = 2, True
    with pytest.raises(ServerUnavailable):
        live.refresh()
    assert len(live.current()) == 1
    store.fails = False
    assert live.refresh()


def test_it_gives_way_between_batches_and_builds_where_it_is_told():
    pauses, builds = [], []

    def elsewhere(build):
        builds.append(1)
        return build()

    live = LiveCatalogue(Store(*"x" * 450), in_thread=elsewhere, pause=lambda: pauses.append(1))
    live.refresh()
    assert (len(pauses), len(builds)) == (3, 1)
