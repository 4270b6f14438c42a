"""What stands for a taste: by all that was done for a kind and against it."""

import numpy as np
import pytest
from msgspec.structs import replace

from recommender.listening.centres import MAX_CENTRES, taste_centres
from recommender.listening.engine import Engine, EngineConfig
from tests.builders.events import HALF_LIFE_DAYS, START, taste_after
from tests.builders.index import index_of, kind_of, made_index, made_tracks, made_vectors


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return made_index(tmp_path_factory.mktemp("index"))


def kinds_of_centres(index, taste):
    centres = taste_centres(taste, index, half_life_days=HALF_LIFE_DAYS, among=frozenset(index.table.track_ids))
    return [kind_of(index.table.track_ids[centre.row]) for centre in centres]


def test_a_kind_that_was_skipped_more_than_heard_stands_for_nothing(index):
    once = taste_after(("finished", "k01-t01"), ("finished", "k02-t01"))
    then = taste_after(
        ("finished", "k01-t01"), ("finished", "k02-t01"), *(("skipped", f"k01-t{i:02d}") for i in range(2, 8))
    )
    assert sorted(kinds_of_centres(index, once)) == ["k01", "k02"]
    assert kinds_of_centres(index, then) == ["k02"]


def test_what_others_of_its_kind_speak_for_comes_first(index):
    taste = taste_after(("finished", "k01-t01"), *(("finished", f"k05-t{i:02d}") for i in range(4)))
    found = kinds_of_centres(index, taste)
    assert found[0] == "k05"
    assert len(found) <= MAX_CENTRES


def test_more_by_a_liked_artist_is_proposed_whatever_it_sounds_like(tmp_path):
    tracks = made_tracks(12, 25)
    far = [i for i, track in enumerate(tracks) if kind_of(track.track_id) == "k09"][:3]
    for i in far:
        tracks[i] = replace(tracks[i], artist="artist 1.1")
    index = index_of(tmp_path, tracks, made_vectors(12, 25))
    taste = taste_after(*(("finished", f"k01-t{i:02d}") for i in (1, 6, 11)), ("finished", "k01-t16"))
    slate = Engine(lambda: index, dict, EngineConfig(n_picks=60, artist_cap=10)).slate(taste, made_at=START)
    found = {index.table.row(pick.track_id): pick for pick in slate.picks}
    assert set(far) <= set(found)
    assert {found[i].source for i in far} == {"artist"}
    assert {found[i].reason for i in far} == {"more by artist 1.1"}


def test_an_artist_who_was_skipped_more_than_heard_counts_against_a_pick(index):
    taste = taste_after(("finished", "k01-t02"), *(("skipped", f"k01-t{i:02d}") for i in (1, 6, 11)))
    slate = Engine(lambda: index, dict, EngineConfig(n_picks=300, artist_cap=10)).slate(taste, made_at=START)
    of_artist = [pick.contributions.get("artist", 0.0) for pick in slate.picks if pick.track_id == "k01-t16"]
    assert np.all(np.array(of_artist) < 0)


def test_many_skips_do_not_push_out_what_is_liked(index):
    liked = [("finished", "k07-t01"), ("finished", "k07-t02")]
    skips = [("skipped", f"k{kind:02d}-t{i:02d}") for kind in (1, 2, 3) for i in range(25)]
    assert set(kinds_of_centres(index, taste_after(*liked, *skips))) == {"k07"}


def test_an_artist_who_was_played_much_and_then_turned_away_leaves_room_for_the_others(index):
    much = [f"k{kind:02d}-t{i:02d}" for kind in (1, 2) for i in range(25)]
    taste = taste_after(("finished", "k05-t01"), *(("finished", track_id) for track_id in much))
    assert "k05" not in kinds_of_centres(index, taste)
    assert kinds_of_centres(index, replace(taste, disliked=dict.fromkeys(much, "track"))) == ["k05"]
