from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from msgspec.structs import replace as with_fields

from recommender.catalogue.building import build_catalogue
from recommender.listening.taste import Affinity, Taste
from recommender.playlists.generated.daily.clusters import MAX_CLUSTERS, find_clusters, liked_tracks
from recommender.playlists.generated.daily.discovery import make_discovery
from recommender.playlists.generated.daily.from_history import make_past_week, past_weeks
from recommender.playlists.generated.daily.mixes import MixRequest, make_mixes
from recommender.playlists.generated.daily.sound_names import sound_name
from recommender.playlists.generated.library import Library
from recommender.records import ListenerId, TrackId
from tests.builders.generated import KINDS, PER_KIND, made_library
from tests.builders.index import index_of, kind_of, made_tracks, made_vectors

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Library:
    return made_library(tmp_path_factory.mktemp("library"))


def taste_of(*liked: str, heard: tuple[str, ...] = ()) -> Taste:
    affinities = {TrackId(track_id): Affinity(2.0, NOW - timedelta(days=1), "liked") for track_id in liked}
    return Taste(listener_id=ListenerId("anna"), affinities=affinities, heard=tuple(map(TrackId, heard)))


def request_of(library: Library, taste: Taste, **fields) -> MixRequest:
    request = MixRequest(
        taste=taste,
        refused=np.zeros(len(library.index), dtype=bool),
        heard=frozenset(),
        now=NOW,
        day=TODAY,
        half_life_days=14.0,
        artist_cap=2,
        n=12,
    )
    return replace(request, **fields)


def ids(made) -> list[str]:
    return [track.track_id for track in made.tracks]


FOUR_OF_TWO_KINDS = tuple(f"k{kind:02d}-t{number:02d}" for kind in (1, 3) for number in range(10))


def test_each_kind_that_is_liked_has_its_mix(library):
    liked = liked_tracks(
        library, taste_of(*FOUR_OF_TWO_KINDS), refused=np.zeros(120, dtype=bool), now=NOW, half_life_days=14.0
    )
    clusters = find_clusters(library.index, liked)
    assert {kind_of(library.index.table.track_ids[cluster.centre]) for cluster in clusters} == {"k01", "k03"}
    for cluster in clusters:
        kinds = {kind_of(library.index.table.track_ids[row]) for row in liked.rows[cluster.members]}
        assert len(kinds) == 1


def test_a_mix_is_mostly_known_with_as_much_new_as_is_asked_for(library):
    request = request_of(library, taste_of(*FOUR_OF_TWO_KINDS))
    for share, n_new in ((0.0, 2), (0.3, 4), (0.5, 6), (1.0, 12)):
        for mix in make_mixes(library, replace(request, new_share=share)):
            assert len(mix.tracks) == 12
            assert len(set(ids(mix)) - set(FOUR_OF_TWO_KINDS)) == n_new, share  # ten are known of each kind
            assert share > 0.3 or {kind_of(track_id) for track_id in ids(mix)} <= {"k01", "k03"}


def test_every_track_of_a_mix_says_whether_it_is_known(library):
    for mix in make_mixes(library, request_of(library, taste_of(*FOUR_OF_TWO_KINDS))):
        for track in mix.tracks:
            is_known = track.track_id in FOUR_OF_TWO_KINDS
            assert track.reason.startswith("a track you love" if is_known else "new to you · ")


def test_what_was_heard_without_a_like_is_known_too_and_what_was_skipped_is_not(library):
    heard = tuple(f"k01-t{number:02d}" for number in range(4, 14))
    taste = taste_of(*(f"k01-t{number:02d}" for number in range(4)), heard=heard)
    skipped = {TrackId("k01-t13"): Affinity(-1.0, NOW - timedelta(days=1), "skipped")}
    (mix,) = make_mixes(library, request_of(library, with_fields(taste, affinities=taste.affinities | skipped)))
    known = [track for track in mix.tracks if "new to you" not in track.reason]
    assert len(known) == 8
    assert "k01-t13" not in ids(mix)
    assert any(track.reason.startswith("you heard it") for track in known)


def test_a_little_liking_makes_one_mix(library):
    assert len(make_mixes(library, request_of(library, taste_of("k01-t00", "k02-t00", "k03-t00")))) == 1


def test_mixes_are_the_same_all_day_and_others_tomorrow(library):
    request = request_of(library, taste_of(*FOUR_OF_TWO_KINDS))
    assert make_mixes(library, request) == make_mixes(library, replace(request, now=NOW + timedelta(hours=5)))
    tomorrow = make_mixes(library, replace(request, day=TODAY + timedelta(days=1)))
    assert [ids(mix) for mix in tomorrow] != [ids(mix) for mix in make_mixes(library, request)]


def test_mixes_have_names_that_differ_made_of_mood_and_genre(library):
    mixes = make_mixes(library, request_of(library, taste_of(*FOUR_OF_TWO_KINDS)))
    assert {mix.name for mix in mixes} == {"Sad genre 1", "Calm genre 3"}


def test_a_name_that_is_taken_is_told_apart(library):
    rows = library.rows(["k01-t00", "k01-t01"]).tolist()
    names: list[str] = []
    for _ in range(6):
        names.append(sound_name(library, rows, taken=names))
    assert len(set(names)) == 6


def test_somebody_of_whom_nothing_is_known_has_mixes_all_the_same(library):
    mixes = make_mixes(library, request_of(library, taste_of()))
    assert len(mixes) == MAX_CLUSTERS
    assert all(len(mix.tracks) == 12 for mix in mixes)
    assert all(mix.message for mix in mixes)


def test_somebody_who_has_heard_everything_has_mixes_all_the_same(library):
    everything = frozenset(map(TrackId, library.index.table.track_ids))
    for mix in make_mixes(library, request_of(library, taste_of("k01-t00"), heard=everything)):
        assert len(mix.tracks) == 12
        assert not any("new to you" in track.reason for track in mix.tracks)


def test_what_was_turned_away_is_in_no_mix_and_no_discovery(library):
    refused = np.zeros(len(library.index), dtype=bool)
    refused[library.rows(f"k01-t{number:02d}" for number in range(PER_KIND))] = True
    request = request_of(library, taste_of(*FOUR_OF_TWO_KINDS), refused=refused, n=30)
    for made in (*make_mixes(library, request), make_discovery(library, request)):
        assert "k01" not in {kind_of(track_id) for track_id in ids(made)}


def test_a_discovery_holds_only_what_was_never_heard(library):
    heard = frozenset(TrackId(f"k01-t{number:02d}") for number in range(10, 15))
    request = request_of(library, taste_of(*FOUR_OF_TWO_KINDS, heard=("k03-t19",)), heard=heard, n=15)
    made = make_discovery(library, request)
    assert len(made.tracks) == 15
    assert not set(ids(made)) & {*FOUR_OF_TWO_KINDS, *heard, "k03-t19"}
    liked_kinds = [track for track in made.tracks[:8] if kind_of(track.track_id) in ("k01", "k03")]
    assert len(liked_kinds) >= 6
    assert all("which you love" in track.reason for track in liked_kinds)


def test_a_discovery_stays_for_the_week_and_differs_in_the_next(library):
    request = request_of(library, taste_of(*FOUR_OF_TWO_KINDS))
    monday = date(2026, 3, 2)
    same = [ids(make_discovery(library, replace(request, day=monday + timedelta(days=day)))) for day in range(7)]
    assert all(each == same[0] for each in same)
    assert ids(make_discovery(library, replace(request, day=monday + timedelta(days=7)))) != same[0]


def test_a_discovery_has_no_other_recording_of_what_was_heard(tmp_path):
    tracks = made_tracks(2, 6)
    tracks[7] = with_fields(tracks[7], title=tracks[0].title, artist=tracks[0].artist)
    library = Library(index_of(tmp_path, tracks, made_vectors(2, 6)), build_catalogue(tracks, revision="1"))
    made = make_discovery(library, request_of(library, taste_of(tracks[0].track_id)))
    assert tracks[7].track_id not in ids(made)


def test_a_discovery_of_somebody_who_has_heard_everything_says_so(library):
    everything = frozenset(map(TrackId, library.index.table.track_ids))
    made = make_discovery(library, request_of(library, taste_of("k01-t00"), heard=everything))
    assert made.tracks == ()
    assert "heard every track" in made.message


def test_a_discovery_of_a_stranger_is_by_chance_and_says_so(library):
    made = make_discovery(library, request_of(library, taste_of()))
    assert len({kind_of(track_id) for track_id in ids(made)}) > KINDS / 2
    assert "until your listening" in made.message


def test_a_past_week_is_three_days_around_the_same_date():
    newest = past_weeks(date(2026, 3, 4))[0]
    assert (newest.year, newest.since, newest.until) == (
        2025,
        datetime(2025, 3, 1, tzinfo=UTC),
        datetime(2025, 3, 8, tzinfo=UTC),
    )
    assert [week.since.month for week in past_weeks(date(2028, 2, 29))[:2]] == [2, 2]


def test_what_was_played_in_a_past_week_comes_most_often_first(library):
    week = past_weeks(TODAY)[0]
    counts = [(TrackId("k01-t01"), 5), (TrackId("gone"), 4), (TrackId("k02-t02"), 2), (TrackId("k03-t03"), 1)]
    refused = np.zeros(len(library.index), dtype=bool)
    refused[library.rows(["k02-t02"])] = True
    made = make_past_week(library, week, counts, n=10, artist_cap=2, refused=refused)
    assert [(track.track_id, track.reason) for track in made.tracks] == [
        ("k01-t01", "played 5 times then"),
        ("k03-t03", "played once then"),
    ]
    assert made.name == "This week in 2025"
