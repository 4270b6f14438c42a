import numpy as np
import pytest

from recommender.sequences.evaluation.deep.choosing import Variant, sounds_of
from recommender.sequences.evaluation.deep.settings import NetworkSettings, Refit
from recommender.sequences.evaluation.deep.tracks import table_of
from recommender.sequences.evaluation.deep.windows import STRIDE, WINDOW, cut_windows, prefix_window
from recommender.sequences.memory import SessionMemory
from tests.builders.sessions import session


@pytest.mark.parametrize("length", [1, 2, STRIDE, STRIDE + 1, WINDOW, WINDOW + 1, WINDOW + 2, 49, 50, 200])
def test_every_track_but_the_first_is_a_target_once_and_with_what_led_there(length):
    tracks = np.arange(length, dtype=np.int32)
    windows = cut_windows([tracks])
    rows, places = np.nonzero(windows.weights)
    assert sorted((windows.targets[rows, places] - 1).tolist()) == list(range(1, length))
    assert (windows.targets[rows, places] == windows.tracks[rows, places] + 1).all()
    enough = np.minimum(windows.targets[rows, places] - 2, STRIDE)
    assert (places >= enough).all()


def test_of_no_session_nothing_is_cut():
    assert cut_windows([]).tracks.shape == (0, WINDOW)


def test_a_network_is_asked_with_the_newest_tracks():
    row, place = prefix_window(np.arange(3))
    assert (row[:3].tolist(), row[3:].max(), place) == ([1, 2, 3], 0, 2)
    row, place = prefix_window(np.arange(WINDOW + 5))
    assert (row[-1], place) == (WINDOW + 5, WINDOW - 1)


def test_what_may_be_scored_is_heard_or_by_a_heard_artist_or_has_a_sound():
    sound = np.full((40, 2), np.nan)
    sound[[3, 30]] = [[1.0, 2.0], [3.0, 4.0]]
    memory = SessionMemory([session(0, 11)])
    table = table_of(memory, sound, knows_artists=True)
    assert np.flatnonzero(table.is_heard).tolist() == [1, 12]
    assert np.flatnonzero(table.can_be_scored).tolist() == [1, 4, 12, 31]
    assert table.sound[[4, 31]].tolist() == [[-1, -1], [1, 1]]
    assert not table_of(memory, None, knows_artists=True).has_sound.any()


def test_the_name_says_what_a_network_is_told():
    of = NetworkSettings(kind="GRU")
    assert Variant(of).name == "network, GRU"
    assert Variant(of, Refit(5), np.zeros((1, 1))).name == "network, GRU, with sound, refitted every 5 sessions"


def test_tracks_without_a_sound_have_no_numbers():
    sounds = sounds_of([("A", "a"), ("B", "b")], lambda artist, _title: np.ones(3) if artist == "B" else None)
    assert np.isnan(sounds[0]).all()
    assert sounds[1].tolist() == [1, 1, 1]
