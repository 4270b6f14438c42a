"""Which tracks rules let in, with the cases that other players got wrong."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from recommender.listening.history.plays import TrackPlays
from recommender.listening.taste import Rated, Skip, Taste
from recommender.playlists.smart.fields.table import FIELDS
from recommender.records import SoundFacts, TrackId
from tests.builders.index import index_of, made_tracks, made_vectors
from tests.builders.playlists import ANNA
from tests.builders.smart import NOW, days_ago, either, every, matcher, matching, rule, sources, track

SOUND = SoundFacts(duration_s=60.0, loudness_lufs=-9.0, tempo_bpm=128.0, key=9, mode="minor")
TRACKS = (
    track(
        "a", artist="Björk", genres=("Art Pop", "Electronic"), released_on=date(1997, 9, 20), sound=SOUND,
        tags={"producer": "Pia; Quin", "label": "Rec"},
    ),
    track("b", artist="Air", genres=("Electronic",), album="Moon Safari", url="file:///m/Air/b%20c.flac"),
    track("c", artist="Nobody", duration_s=None, is_compilation=True),
)  # fmt: skip
COUNTS = (
    TrackPlays(TrackId("a"), 3, 1, 120.0, days_ago(400), days_ago(2), days_ago(3)),
    TrackPlays(TrackId("b"), 0, 2, 10.0, None, None, days_ago(40)),
)


def found(*rules, **how):
    return "".join(matching(every(*rules), sources(TRACKS, counts=COUNTS, **how.pop("of", {})), **how))


def test_there_are_more_than_sixty_fields_and_each_has_words():
    assert len(FIELDS) >= 60
    assert len({field.words for field in FIELDS.values()}) == len(FIELDS)


def test_every_field_that_has_a_column_can_be_read_of_any_library():
    for of in (sources(TRACKS, counts=COUNTS), sources(())):
        for name in (name for name, field in FIELDS.items() if field.read):
            column = matcher(of).column(name)
            assert len(column.is_missing) == len(column.sort_values) == of.n_tracks


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("artist", "is", "bjork", "a"),
        ("artist", "is_not", "BJÖRK", "bc"),
        ("artist", "contains", "o", "ac"),
        ("artist", "contains_not", "o", "b"),
        ("artist", "starts", "ai", "b"),
        ("artist", "ends", "RK", "a"),
        ("genre", "is", "electronic", "ab"),
        ("genre", "is_not", "electronic", "c"),
        ("genre", "missing", None, "c"),
        ("album", "present", None, "b"),
        ("producer", "is", "quin", "a"),
        ("producer", "is_not", "Pia", "bc"),
        ("label", "starts", "re", "a"),
        ("writer", "missing", None, "abc"),
        ("file_name", "is", "b c.flac", "b"),
        ("file_type", "is", "flac", "b"),
        ("duration", "is", 60.0, "ab"),
        ("duration", "is_not", 60.0, "c"),
        ("duration", "less", 1000.0, "ab"),
        ("year", "between", (1990.0, 1997.0), "a"),
        ("released_on", "is", "1997-09-20", "a"),
        ("released_on", "before", "1997-09-20", ""),
        ("released_on", "after", "1997-09-19", "a"),
        ("is_compilation", "is", True, "c"),
        ("is_compilation", "is", False, "ab"),
        ("key", "is", "A", "a"),
        ("mode", "is_not", "minor", "bc"),
        ("tempo", "more", 120.0, "a"),
        ("plays", "is", 0.0, "bc"),
        ("skip_rate", "more", 50.0, "b"),
        ("skip_rate", "missing", None, "c"),
        ("share_listened", "is", 50.0, "a"),
        ("last_skipped", "in_the_last", 7.0, "a"),
        ("last_skipped", "not_in_the_last", 7.0, "bc"),
        ("artist_plays", "more", 2.0, "a"),
        ("album_last_played", "missing", None, "bc"),
    ],
)  # fmt: skip
def test_an_operator_lets_in_what_it_says(field, operator, value, expected):
    assert found(rule(field, operator, value)) == expected


def test_what_was_never_played_was_not_played_in_the_last_days_and_neither_before_nor_after_a_day():
    assert found(rule("last_played", "not_in_the_last", 30.0)) == "bc"
    assert found(rule("last_played", "before", "2030-01-01")) == "a"
    assert found(rule("last_played", "after", "1971-01-01")) == "a"
    assert found(rule("last_played", "missing")) == "bc"


def test_any_and_all_may_lie_in_each_other():
    electronic, long_ago = rule("genre", "is", "Electronic"), rule("year", "less", 2000.0)
    assert found(either(electronic, rule("artist", "is", "Nobody"))) == "abc"
    assert found(either(electronic, rule("title", "is", "c")), long_ago) == "a"
    assert found() == "abc"


@pytest.mark.parametrize(
    ("zone", "played_at", "day"),
    [
        ("Pacific/Auckland", datetime(2026, 1, 4, 11, 30, tzinfo=UTC), "2026-01-05"),
        ("America/Los_Angeles", datetime(2026, 1, 5, 7, 59, tzinfo=UTC), "2026-01-04"),
        ("UTC", datetime(2026, 1, 5, 0, 0, tzinfo=UTC), "2026-01-05"),
    ],
)
def test_a_day_begins_at_midnight_where_the_listener_is(zone, played_at, day):
    of = sources(TRACKS, counts=[TrackPlays(TrackId("a"), 1, 0, 60.0, played_at, played_at)])
    assert matching(every(rule("last_played", "is", day)), of, zone=zone) == ["a"]
    assert matching(every(rule("last_played", "before", day)), of, zone=zone) == []
    assert matching(every(rule("last_played", "after", day)), of, zone=zone) == []
    assert matching(every(rule("last_played", "between", (day, day))), of, zone=zone) == ["a"]


def test_a_release_date_is_the_same_day_everywhere():
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        assert found(rule("released_on", "is", "1997-09-20"), zone=zone) == "a"


def test_the_last_days_are_by_the_calendar_when_clocks_were_changed():
    now = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)  # 14:00 in Berlin, where 2:00 was 3:00 that night
    played = datetime(2026, 3, 28, 13, 30, tzinfo=UTC)  # 14:30 of the day before, less than a day ago by the calendar
    of = sources(TRACKS, counts=[TrackPlays(TrackId("a"), 1, 0, 60.0, played, played)], now=now)
    assert matching(every(rule("last_played", "in_the_last", 1.0)), of, zone="Europe/Berlin") == ["a"]
    earlier = played.replace(hour=12, minute=30)
    of = sources(TRACKS, counts=[TrackPlays(TrackId("a"), 1, 0, 60.0, earlier, earlier)], now=now)
    assert matching(every(rule("last_played", "in_the_last", 1.0)), of, zone="Europe/Berlin") == []


def test_opinions_are_the_listeners():
    taste = Taste(
        listener_id=ANNA, liked=(TrackId("a"), TrackId("gone")), disliked={TrackId("b"): "track"},
        rated={TrackId("c"): Rated(4, NOW)}, skips=(Skip(TrackId("b"), NOW),),
    )  # fmt: skip
    assert found(rule("is_liked", "is", True), of={"taste": taste}) == "a"
    assert found(rule("is_refused", "is", True), of={"taste": taste}) == "b"
    assert found(rule("rating", "more", 3.0), of={"taste": taste}) == "c"
    assert found(rule("rating", "missing"), of={"taste": taste}) == "ab"


def test_a_playlist_is_looked_into_and_one_that_may_not_be_seen_matches_nothing_and_is_told():
    of = sources(TRACKS)
    assert matching(every(rule("playlist", "in", "p")), of, playlists={"p": ["b", "gone"]}) == ["b"]
    assert matching(every(rule("playlist", "not_in", "p")), of, playlists={"p": ["b"]}) == ["a", "c"]
    for operator in ("in", "not_in"):
        by = matcher(of)
        assert not by.match(every(rule("playlist", operator, "secret"))).any()
        assert "there is no playlist 'secret' here, or it is private" in next(iter(by.problems))


@pytest.mark.parametrize(("field", "why"), [("mood", "build moods"), ("forecast_score", "train charts")])
def test_what_was_not_made_yet_is_told(field, why):
    by = matcher(sources(TRACKS))
    assert not by.match(every(rule(field, "present"))).any()
    assert why in next(iter(by.problems))


def test_sounding_like_is_a_distance_from_a_track_or_an_artists_mean(tmp_path):
    tracks = made_tracks(3, 10)
    index = index_of(tmp_path, tracks, made_vectors(3, 10))
    of = sources(tracks, index=index)
    near = matching(every(rule("sounds_like_track", "within", ("k01-t00", 0.6))), of)
    assert "k01-t00" in near
    assert {one[:3] for one in near} == {"k01"}
    assert matching(every(rule("sounds_like_track", "within", ("k01-t00", 0.0))), of) == ["k01-t00"]
    artist = of.library.catalogue.artist_ids[0]
    assert {one[:3] for one in matching(every(rule("sounds_like_artist", "within", (artist, 0.6))), of)} == {"k00"}
    by = matcher(of)
    assert not by.match(every(rule("sounds_like_track", "within", ("gone", 2.0)))).any()
    assert "does not know 'gone'" in next(iter(by.problems))


def test_own_columns_are_never_kept_beside_the_librarys():
    of = sources(TRACKS, counts=COUNTS)
    by = matcher(of)
    for name in ("plays", "is_liked", "title"):
        by.column(name)
    assert list(of.library.columns) == ["title"]
    assert isinstance(by.column("plays").sort_values, np.ndarray)
