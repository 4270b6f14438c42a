import msgspec
import numpy as np
import pytest

from recommender.room.ghost import find_ghost, kernel_width, likeness_distances
from recommender.room.knobs import find_knobs
from recommender.room.room import Room
from tests.builders.index import index_of, kind_of, made_tracks, made_vectors
from tests.builders.moods import made_moods
from tests.builders.seen_maps import made_library, sounding

TRACKS = sounding(made_tracks(4, 12))
"""The kinds differ in tempo: 70, 100, 130 and 160 BPM."""


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Room:
    return Room(made_library(TRACKS), index_of(tmp_path_factory.mktemp("index"), TRACKS, made_vectors(4, 12)))


def middle_of(room, kind):
    rows = [row for row, track in enumerate(room.seen.tracks) if kind_of(track.track_id) == kind]
    return room.seen.positions[rows].mean(axis=0)


def test_with_no_knob_turned_the_ghost_stands_among_what_sounds_like_the_song(room):
    ghost = room.ghost(0, {})
    assert np.linalg.norm(ghost.position - middle_of(room, "k00")) < 0.15
    assert {kind_of(room.seen.tracks[row].track_id) for row in ghost.nearest[:8]} == {"k00"}
    assert not ghost.is_empty


@pytest.mark.parametrize(("tempo", "kind"), [(100.0, "k01"), (130.0, "k02"), (160.0, "k03")])
def test_turned_to_another_tempo_it_stands_where_songs_of_that_tempo_live(room, tempo, kind):
    ghost = room.ghost(0, {"tempo": tempo})
    assert np.linalg.norm(ghost.position - middle_of(room, kind)) < 0.15
    assert {kind_of(room.seen.tracks[row].track_id) for row in ghost.nearest[:5]} == {kind}
    assert ghost.std.max() < 0.3


def test_it_travels_without_a_jump_and_further_the_more_is_turned(room):
    start = TRACKS[0].sound.tempo_bpm
    way = np.stack([room.ghost(0, {"tempo": tempo}).position for tempo in np.arange(start, 101, 0.25)])
    steps = np.linalg.norm(np.diff(way, axis=0), axis=1)
    assert steps.max() < 0.2 * np.linalg.norm(way[-1] - way[0])


def test_where_no_song_has_such_features_it_says_so(room):
    ghost = room.ghost(0, {"tempo": 400.0})
    assert ghost.is_empty
    assert ghost.n_like == 0
    assert np.isfinite(ghost.position).all()
    assert not room.ghost(0, {"tempo": 131.0}).is_empty


def test_the_song_itself_is_not_among_the_nearest_and_the_nearest_come_first(room):
    ghost = room.ghost(5, {"tempo": 75.0})
    assert 5 not in ghost.nearest
    assert len(ghost.nearest) == 12
    assert (np.diff(ghost.closeness) <= 1e-6).all()
    assert ((ghost.closeness >= 0) & (ghost.closeness <= 1)).all()


def test_of_songs_with_the_features_those_that_sound_alike_come_first():
    positions = np.random.default_rng(1).uniform(-1, 1, (6, 3)).astype(np.float32)
    tracks = [
        msgspec.structs.replace(track, sound=msgspec.structs.replace(track.sound, tempo_bpm=tempo))
        for track, tempo in zip(TRACKS, (80, 120, 120, 120, 120, 80), strict=False)
    ]
    knobs = find_knobs(made_library(tracks))
    distances = np.array([0.0, 3.0, 0.5, 2.0, 1.0, 0.1], dtype=np.float32)
    ghost = find_ghost(knobs, {"tempo": 120.0}, row=0, positions=positions, distances=distances)
    assert ghost.nearest[:4].tolist() == [2, 4, 3, 1]


def test_a_song_of_which_the_feature_is_not_known_does_not_count():
    moods = made_moods(
        {track.track_id: (0.25,) * 4 for track in TRACKS[:4]},
        energy={track.track_id: 0.2 * number for number, track in enumerate(TRACKS[:4])},
    )
    room = Room(made_library(TRACKS, moods=moods), None)
    ghost = room.ghost(20, {"energy": 0.4})
    assert set(ghost.nearest.tolist()) <= {0, 1, 2, 3}
    assert ghost.nearest[0] == 2


def test_where_of_no_song_all_turned_features_are_known_it_is_empty_and_no_accident():
    tracks = [msgspec.structs.replace(t, sound=None) if t.track_id < "k01" else t for t in TRACKS]
    moods = made_moods({"k00-t00": (0.25,) * 4})
    ghost = Room(made_library(tracks, moods=moods), None).ghost(0, {"energy": 0.5, "tempo": 100.0})
    assert ghost.is_empty
    assert np.isfinite(ghost.position).all()


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_library_of_a_few_songs_has_ghosts(n):
    room = Room(made_library(TRACKS[:n]), None)
    ghost = room.ghost(0, {"tempo": 70.0})
    assert np.isfinite(ghost.position).all()
    assert len(ghost.nearest) == n - 1


def test_the_kernel_is_narrower_where_there_are_more_songs_and_wider_for_more_knobs():
    assert kernel_width(100_000, 1) < kernel_width(88, 1) < kernel_width(88, 6) < 1


def test_unknown_sounds_are_as_unlike_as_most():
    distances = likeness_distances(np.array([1.0, 0.9, 0.5, np.nan, -0.2], dtype=np.float32))
    assert distances[0] == 0
    assert distances[1] < distances[3] < distances[4]
    assert likeness_distances(np.full(3, np.nan, dtype=np.float32)).tolist() == [0, 0, 0]


def test_knobs_turn_a_little_beyond_the_library_and_shares_from_0_to_1():
    moods = made_moods({track.track_id: (0.25,) * 4 for track in TRACKS})
    knobs = find_knobs(made_library(TRACKS, moods=moods))
    tempos = [track.sound.tempo_bpm for track in TRACKS]
    low, high = knobs["tempo"].limits
    assert low < min(tempos) < max(tempos) < high
    assert knobs["brightness"].limits[0] > 0
    assert knobs["loudness"].limits[0] < min(track.sound.loudness_lufs for track in TRACKS) < 0
    assert all(knobs[name].limits[0] >= 0 for name in ("noisiness", "contrast", "rhythm_strength"))
    assert knobs["energy"].limits == (0.0, 1.0)
    assert np.nanstd(knobs["tempo"].standard) == pytest.approx(1, abs=1e-3)
    assert knobs["tempo"].standardise(tempos[3]) == pytest.approx(float(knobs["tempo"].standard[3]), abs=1e-5)


def test_a_library_without_analysis_has_no_knob_of_it():
    library = made_library(made_tracks(2, 6))
    assert not {"tempo", "loudness", "energy"} & find_knobs(library).keys()
