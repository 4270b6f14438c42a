from dataclasses import replace
from datetime import date

import msgspec
import numpy as np
import pytest

from recommender.catalogue.building import build_catalogue
from recommender.errors import BadInput, NotReady
from recommender.prediction.sound.audio_features import FEATURES
from recommender.room.quantities.quantity import read_column
from recommender.room.quantities.sources import Listening, Sources
from recommender.room.quantities.table import QUANTITIES, require_quantity
from recommender.room.quantities.values import Categories, Numbers
from tests.builders.index import made_tracks
from tests.builders.moods import made_moods
from tests.builders.room import made_library, made_map, sounding

TRACKS = sounding(made_tracks(4, 12))
CALM, HAPPY = (0.1, 0.05, 0.03, 0.82), (0.7, 0.1, 0.15, 0.05)


def column(name, library=None, listening=None):
    library = library or made_library(TRACKS)
    quantity = require_quantity(name, library)
    return read_column(quantity, Sources(library, listening or Listening.nothing(len(library.seen.catalogue))))


def test_what_the_analysis_heard_stands_in_the_rows_of_the_map():
    assert column("tempo").values.tolist() == pytest.approx([track.sound.tempo_bpm for track in TRACKS], rel=1e-6)
    assert column("loudness").values[3] == pytest.approx(TRACKS[3].sound.loudness_lufs)
    assert [column("mode").text(row) for row in range(48)] == [track.sound.mode for track in TRACKS]
    assert column("length").values[0] == 180.0


def test_measures_follow_the_rows_that_are_seen():
    library = made_library(catalogue=build_catalogue(TRACKS[30:]))
    whole = library.seen.track_map.measures["brightness"]
    assert np.array_equal(column("brightness", library).values, whole[30:])


def test_a_track_without_analysis_is_unknown():
    tracks = [msgspec.structs.replace(TRACKS[0], sound=None, duration_s=None), *TRACKS[1:]]
    library = made_library(tracks)
    assert np.isnan(column("tempo", library).values[0])
    assert np.isnan(column("length", library).values[0])
    assert column("key", library).text(0) == ""


def test_of_many_genres_the_largest_have_a_name_and_the_others_are_one():
    tracks = [msgspec.structs.replace(track, genres=(f"Genre {min(i, 20):02d}",)) for i, track in enumerate(TRACKS)]
    tracks[0] = msgspec.structs.replace(tracks[0], genres=())
    genres = column("genre", made_library(tracks))
    assert isinstance(genres, Categories)
    assert genres.names == ("Genre 20", *(f"Genre {i:02d}" for i in range(1, 11)), "other")
    assert [genres.text(row) for row in (0, 1, 15, 47)] == ["", "Genre 01", "other", "Genre 20"]


def test_few_genres_leave_nothing_over_and_spellings_are_one():
    tracks = [msgspec.structs.replace(track, genres=("Folk" if i % 2 else "folk",)) for i, track in enumerate(TRACKS)]
    genres = column("genre", made_library(tracks))
    assert len(genres.names) == 1
    assert set(genres.codes.tolist()) == {0}


def test_years_and_the_share_of_the_artist_come_from_the_tags():
    tracks = [msgspec.structs.replace(TRACKS[0], released_on=date(1999, 5, 1)), *TRACKS[1:]]
    library = made_library(tracks)
    years = column("year", library).values
    assert (years[0], np.isnan(years[1])) == (1999, True)
    assert column("artist_share", library).values[0] == pytest.approx(100 * 3 / 48)


def test_what_the_listener_did_is_read_anew_each_time_and_not_kept():
    library = made_library(TRACKS)
    plays, skips = np.arange(48, dtype=float), np.full(48, 2.0)
    liked, refused = frozenset({"k00-t03", "gone"}), frozenset({"k00-t04"})
    mine = Listening(plays=plays, skips=skips, liked=liked, refused=refused)
    assert column("plays", library, mine).values[7] == 7
    assert column("skip_rate", library, mine).values[6] == pytest.approx(25.0)
    likes = column("likes", library, mine)
    assert [likes.text(row) for row in (2, 3, 4)] == ["not liked", "liked", "turned away"]
    assert not {"plays", "skip_rate", "likes"} & library.columns.keys()
    assert np.isnan(column("skip_rate", library).values).all()


def test_where_the_map_lacks_tracks_each_row_has_its_own_tracks_values():
    library = made_library(TRACKS, track_map=made_map(TRACKS[::-1][:30]))
    mine = Listening(plays=np.arange(48, dtype=float), skips=np.arange(48, dtype=float) * 3)
    assert column("plays", library, mine).values.tolist() == list(range(47, 17, -1))
    assert column("skip_rate", library, mine).values[0] == pytest.approx(75.0)
    assert column("tempo", library).values[5] == pytest.approx(TRACKS[42].sound.tempo_bpm)
    assert column("genre", library).text(0) == "genre 3"
    assert column("length", library).values[0] == 180.0


def test_moods_and_judged_features_are_there_when_the_library_is_described():
    moods = made_moods({"k00-t00": CALM, "k00-t02": HAPPY}, energy={"k00-t00": 0.25, "k00-t02": 0.75})
    library = made_library(TRACKS, moods=moods)
    assert column("energy", library).values[:3].tolist() == pytest.approx([0.25, np.nan, 0.75], nan_ok=True)
    assert [column("mood", library).text(row) for row in range(3)] == ["Calm", "", "Happy"]
    beats = next(each.default for each in FEATURES if each.name == "time_signature")
    assert column("time_signature", library).values[0] == beats


@pytest.mark.parametrize(
    ("name", "command"),
    [("energy", "segue build moods"), ("mood", "segue build moods"), ("popularity", "segue train popularity FILE"),
     ("tempo", "segue ingest"), ("year", "segue ingest"), ("brightness", "segue build map")],
)  # fmt: skip
def test_what_is_not_there_is_told_with_the_command_that_makes_it(name, command):
    tracks = made_tracks(4, 12)
    library = made_library(tracks, track_map=made_map(tracks, measures={}))
    with pytest.raises(NotReady, match=rf"{name} is not known here yet; run `{command}"):
        require_quantity(name, library)


def test_another_name_is_refused_with_those_that_there_are():
    with pytest.raises(BadInput, match=r"no quantity 'colour'.*tempo"):
        require_quantity("colour", made_library(TRACKS))


def test_popularity_needs_the_model_first_and_then_the_moods():
    library = made_library(TRACKS)
    popularity = QUANTITIES["popularity"]
    assert popularity.missing(library) == "segue train popularity FILE"
    assert popularity.missing(replace(library, popularity=object())) == "segue build moods"


def test_the_level_of_a_value_is_the_share_of_the_library_below_it():
    numbers = Numbers(np.array([4.0, np.nan, 1.0, 2.0, 3.0], dtype=np.float32))
    assert [numbers.level(value) for value in (1.0, 3.0, 9.0)] == [0.0, 0.5, 1.0]
    assert Numbers(np.full(3, np.nan, dtype=np.float32)).level(1.0) is None
