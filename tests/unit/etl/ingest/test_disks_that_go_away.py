"""A disk that goes away, whenever it does, costs no track: its files are left to the next run."""

from etl.ingest.summary import Summary
from etl.locations import file_url
from etl.readers.folder import read_folder
from etl.tags.file_tags import READER_REVISION
from recommender.errors import BadAudio


def remove_all(library):
    """Do as a disk does that is unmounted; return what brings it back."""
    away = library.root.with_name(f"{library.root.name} away")
    library.root.rename(away)
    return lambda: away.rename(library.root)


def test_a_disk_that_goes_away_between_the_passes_costs_nothing(library):
    mount = []
    library.when_listed = lambda: mount.append(remove_all(library))
    assert library.ingest() == Summary(postponed=3)
    before = {track.track_id: track for track in library.tracks.scan()}
    assert library.titles() == ["a", "b", "c"]
    mount[0]()
    library.when_listed = lambda: None
    assert library.ingest() == Summary(analysed=3)
    after = {track.track_id: track for track in library.tracks.scan()}
    assert after.keys() == before.keys()
    assert all(after[track_id].added_at == track.added_at for track_id, track in before.items())


def test_a_disk_that_goes_away_during_an_analysis_rejects_nothing_whatever_the_decoder_says(library, monkeypatch):
    analyse, mount = library.analyse, []

    def fail(_path):
        if not mount:
            mount.append(remove_all(library))
        raise BadAudio("unreadable", "decoding breaks off")

    monkeypatch.setattr(library, "analyse", fail)
    assert library.ingest() == Summary(postponed=3)
    mount[0]()
    monkeypatch.setattr(library, "analyse", analyse)
    assert library.ingest() == Summary(analysed=3)


def test_a_process_that_dies_of_a_disk_that_went_away_rejects_nothing(library):
    mount = []
    library.when_listed = lambda: mount.append(remove_all(library))
    library.crash_on = frozenset(file_url(library.root / f"{name}.mp3") for name in "abc")
    assert library.ingest() == Summary(postponed=3)
    assert library.titles() == ["a", "b", "c"]


def test_a_file_that_can_be_seen_and_not_read_any_more_is_left_to_the_next_run(library, monkeypatch):
    library.fail = {"b.mp3": "unreadable"}
    monkeypatch.setattr("etl.ingest.work._is_readable", lambda file: not file.url.endswith("b.mp3"))
    assert library.ingest() == Summary(analysed=2, postponed=1)
    assert library.titles() == ["a", "b", "c"]


def test_a_disk_that_goes_away_while_tags_are_read_again_costs_nothing(library, monkeypatch):
    library.list_only()
    before = list(library.tracks.scan())
    listing = read_folder(library.root)
    monkeypatch.setattr("etl.ingest.plan.READER_REVISION", READER_REVISION + 1)
    mount = remove_all(library)
    assert library.ingest(listing) == Summary(postponed=3)
    assert list(library.tracks.scan()) == before
    mount()
    assert library.ingest() == Summary(analysed=3)


def test_one_file_that_vanishes_between_the_passes_is_missing_after_the_next_run(library):
    library.when_listed = (library.root / "a.mp3").unlink
    assert library.ingest() == Summary(analysed=2, postponed=1)
    library.when_listed = lambda: None
    assert library.ingest() == Summary(unchanged=2, missing=1)
    assert (library.titles(), library.titles("missing"), library.titles("rejected")) == (["b", "c"], ["a"], [])
