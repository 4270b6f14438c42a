from datetime import UTC, date, datetime, timedelta

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.names import album_id, artist_id, fold, words
from recommender.records import Track, TrackId


def track(track_id: str, title: str = "", **fields: object) -> Track:
    return Track(track_id=TrackId(track_id), title=title or track_id, **fields)  # type: ignore[arg-type]


def ids(catalogue, positions) -> list[str]:
    return [catalogue.tracks[int(i)].track_id for i in positions]


def test_names_fold_case_accents_and_spaces():
    assert fold("  Sigur   RÓS ") == "sigur ros"
    assert fold("Smørrebrød Straße") == "smorrebrod strasse"


def test_words_join_apostrophes_and_split_cjk():
    assert words("Don't Stop, Me-Now") == ["dont", "stop", "me", "now"]
    assert words("中島みゆき live") == ["中", "島", "み", "ゆ", "き", "live"]


def test_ids_are_the_same_for_any_case_width_and_quotes_and_empty_for_no_name():
    assert artist_id("Sigur Rós") == artist_id("SIGUR  RÓS")
    assert artist_id("Guns N\u2019 Roses") == artist_id("Guns n' roses")
    assert artist_id("\uff21\uff22\uff22\uff21") == artist_id("Abba")
    assert artist_id("İbrahim") == artist_id("ibrahim")
    assert artist_id(" ") == ""
    assert album_id("Takk", "a") != album_id("Takk", "b")
    assert album_id("", "a") == ""


def test_only_present_tracks_are_in():
    catalogue = build_catalogue([track("a"), track("b", status="missing"), track("c", status="rejected")])
    assert ids(catalogue, range(len(catalogue))) == ["a"]


def test_untagged_artists_come_last_and_ties_go_by_album_disc_and_number():
    catalogue = build_catalogue(
        [
            track("1", "z"),
            track("2", artist="b", album="x", disc_number=2, track_number=1),
            track("3", artist="b", album="x", disc_number=1, track_number=9),
            track("4", artist="Á"),
        ]
    )
    assert ids(catalogue, catalogue.ordered("artist")) == ["4", "3", "2", "1"]
    assert ids(catalogue, catalogue.ordered("artist", descending=True)) == ["1", "2", "3", "4"]


def test_each_order_holds_every_track_once():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue = build_catalogue(
        [track(f"{i}", f"t{-i % 7}", duration_s=float(i % 5), added_at=now + timedelta(i)) for i in range(20)]
    )
    for order in ("title", "artist", "album", "genre", "duration", "added"):
        assert sorted(catalogue.ordered(order).tolist()) == list(range(20))


def test_album_is_grouped_by_album_artist_with_year_length_and_order():
    catalogue = build_catalogue(
        [
            track("b", artist="x", album="Both", album_artist="Various", track_number=2, duration_s=10.0),
            track("a", artist="y", album="BOTH", album_artist="various", track_number=1, duration_s=5.0,
                  released_on=date(1999, 1, 1)),
            track("c", artist="x", album="Both"),
        ]
    )  # fmt: skip
    album = catalogue.albums_by_id[album_id("both", "various")]
    assert ids(catalogue, album.positions) == ["a", "b"]
    assert (album.year, album.duration_s) == (1999, 15.0)
    assert len(catalogue.albums) == 2


def test_who_is_only_an_album_artist_has_a_page():
    catalogue = build_catalogue([track("a", artist="x", album="Both", album_artist="Various")])
    various = catalogue.artists_by_id[artist_id("Various")]
    assert (len(various.positions), len(various.album_ids)) == (0, 1)
    assert catalogue.artists_by_id[artist_id("x")].album_ids == various.album_ids


def test_filters_keep_the_order_and_must_all_hold():
    catalogue = build_catalogue(
        [
            track("a", "2", artist="x", genres=("Rock", "rock")),
            track("b", "1", artist="x"),
            track("c", genres=("rock",)),
        ]
    )
    rock, x = catalogue.genre("ROCK"), catalogue.artists_by_id[artist_id("x")]
    assert ids(catalogue, catalogue.ordered("title", within=[rock.positions])) == ["a", "c"]
    assert ids(catalogue, catalogue.ordered("title", within=[x.positions])) == ["b", "a"]
    assert ids(catalogue, catalogue.ordered("title", within=[rock.positions, x.positions])) == ["a"]


def test_an_empty_catalogue_is_a_catalogue():
    catalogue = build_catalogue(())
    assert len(catalogue) == 0
    assert catalogue.ordered("title").tolist() == []
    assert catalogue.track_search.find("x", 5) == []
