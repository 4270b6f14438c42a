from datetime import date

import pytest

from recommender.catalogue.building import build_catalogue
from recommender.catalogue.former_ids import former_album_id, former_artist_id
from recommender.catalogue.names import album_id, artist_id
from recommender.records import Track, TrackId


def track(track_id: str, **fields: object) -> Track:
    return Track(track_id=TrackId(track_id), title=track_id, **fields)  # type: ignore[arg-type]


def weaver(track_id: str, year: int, number: int | None = None, *, folder: str = "", release: str = "") -> Track:
    return track(
        track_id, artist="Weaver", album="Weaver", released_on=date(year, 1, 1), track_number=number,
        url=f"file:///music/{folder or year}/{track_id}.flac", musicbrainz_album_id=release,
    )  # fmt: skip


def albums(*tracks: Track) -> list[tuple[str, list[str]]]:
    """Return album artist and track ids of each album, in their order."""
    catalogue = build_catalogue(tracks)
    return [(album.artist, [catalogue.tracks[int(i)].track_id for i in album.positions]) for album in catalogue.albums]


def test_albums_of_one_name_are_told_apart_by_their_musicbrainz_ids():
    tracks = [weaver(f"{year}-{i}", 1999, i, folder="all", release=f"mb-{year}") for year in (1, 2, 3) for i in (1, 2)]
    assert [ids for _, ids in albums(*tracks)] == [["1-1", "1-2"], ["2-1", "2-2"], ["3-1", "3-2"]]


@pytest.mark.parametrize("numbered", [True, False])
def test_albums_of_one_name_in_folders_of_their_own_are_told_apart_by_their_years(numbered):
    tracks = [weaver(f"{y}-{i}", y, i if numbered else None) for y in (2016, 1994, 2001) for i in (1, 2)]
    catalogue = build_catalogue(tracks)
    assert [(album.year, len(album.positions)) for album in catalogue.albums] == [(1994, 2), (2001, 2), (2016, 2)]
    assert len({album.album_id for album in catalogue.albums}) == 3


def test_albums_of_one_name_in_one_folder_are_told_apart_where_numbers_are_there_twice():
    tracks = [weaver(f"{year}-{i}", year, i, folder="flat") for year in (1994, 2001) for i in (1, 2)]
    assert [ids for _, ids in albums(*tracks)] == [["1994-1", "1994-2"], ["2001-1", "2001-2"]]


def test_a_best_of_whose_songs_have_years_of_their_own_is_one_album():
    assert len(albums(*(weaver(str(i), 1970 + i, i, folder="best of") for i in range(1, 9)))) == 1


def test_discs_in_folders_of_their_own_and_half_tagged_releases_are_one_album():
    discs = [
        track(f"{disc}", artist="x", album="Both", url=f"file:///a/CD%20{disc}/1.mp3", disc_number=disc,
              released_on=date(1990 + disc, 1, 1), track_number=1)
        for disc in (1, 2)
    ]  # fmt: skip
    assert len(albums(*discs)) == 1
    assert (
        len(albums(weaver("a", 1994, 1, release="mb"), weaver("b", 1994, 2), weaver("c", 2001, 3, folder="1994"))) == 1
    )


def test_a_link_to_an_album_that_was_alone_leads_to_the_earliest_of_its_name():
    alone = build_catalogue([weaver("b", 2001, 1)])
    (album,) = alone.albums
    both = build_catalogue([weaver("b", 2001, 1), weaver("a", 1994, 1)])
    assert album.album_id == album_id("Weaver", "Weaver")
    assert both.albums_by_id[album.album_id].year == 1994
    for each in both.albums:
        assert both.albums_by_id[each.album_id] is each
    assert alone.albums_by_id[both.albums[1].album_id] is album


def test_compilation_tracks_without_album_artist_are_one_album_by_various_artists():
    tracks = [
        track(name, artist=name, album="Sampler", is_compilation=True, track_number=i, url=f"file:///m/{name}/1.mp3",
              released_on=date(1990 + i, 1, 1))
        for i, name in enumerate(("Ann", "Bob", "Cid"), 1)
    ]  # fmt: skip
    assert albums(*tracks) == [("Various Artists", ["Ann", "Bob", "Cid"])]


def test_best_ofs_flagged_as_compilations_stay_with_their_artists():
    def best_of(name: str) -> list[Track]:
        return [
            track(f"{name}{i}", artist=name, album="Greatest Hits", is_compilation=True, track_number=i,
                  url=f"file:///m/{name}/{i}.mp3")
            for i in (1, 2)
        ]  # fmt: skip

    assert albums(*best_of("Ann"), *best_of("Bob")) == [("Ann", ["Ann1", "Ann2"]), ("Bob", ["Bob1", "Bob2"])]
    assert albums(*best_of("Ann")) == [("Ann", ["Ann1", "Ann2"])]


def test_tracks_of_one_release_are_one_album_whoever_plays():
    tracks = [track(name, artist=name, album="Sampler", musicbrainz_album_id="mb") for name in ("Ann", "Bob")]
    assert albums(*tracks) == [("Various Artists", ["Ann", "Bob"])]


@pytest.mark.parametrize("spelt", ["Various Artists", "various", "VA", "V.A.", "Verschiedene Interpreten"])
def test_various_artists_are_one_however_they_are_spelt(spelt):
    tracks = [track("a", artist="x", album="S", album_artist="Various Artists")]
    tracks.append(track("b", artist="y", album="S", album_artist=spelt))
    assert len(albums(*tracks)) == 1


def artist_pages(*tracks: Track) -> dict[str, list[str]]:
    catalogue = build_catalogue(tracks)
    return {a.name: sorted(catalogue.tracks[int(i)].track_id for i in a.positions) for a in catalogue.artists}


def test_each_of_several_artists_has_the_track_and_the_album_is_the_first_ones():
    tracks = [
        track("duet", artist="Olga, Pavel", artists=("Olga", "Pavel"), album="Trees"),
        track("solo", artist="Olga", album="Trees"),
        track("trio", artist="Olga; Quin feat. Pavel", album="Trees"),
    ]
    assert artist_pages(*tracks) == {"Olga": ["duet", "solo", "trio"], "Pavel": ["duet", "trio"], "Quin": ["trio"]}
    assert [artist for artist, _ in albums(*tracks)] == ["Olga"]


@pytest.mark.parametrize(
    ("credit", "artists"),
    [
        ("AC/DC", {"AC/DC"}),
        ("Love/Hate", {"Love/Hate"}),
        ("Olga/Pavel", {"Olga", "Pavel"}),
        ("Nina Oak/Paul Pine", {"Nina Oak", "Paul Pine"}),
        ("Ann / Bob", {"Ann", "Bob"}),
        ("Ann (feat. Bob)", {"Ann", "Bob"}),
        ("Earth, Wind & Fire", {"Earth, Wind & Fire"}),
        ("+/-", {"+/-"}),
        (";", {";"}),
    ],
)
def test_credits_are_parted_but_names_are_not(credit, artists):
    pages = artist_pages(track("it", artist=credit), track("other", artist="Olga"))
    assert {name for name, ids in pages.items() if "it" in ids} == artists


@pytest.mark.parametrize(
    "names", [("ハハ", "ババ", "パパ"), ("Мой", "Мои"), ("किताब", "कताब"), ("বাংলা", "বাংল"), ("ไก่", "ไก"), ("Ó", "O")]
)
def test_names_that_differ_by_a_mark_are_different_artists_and_albums(names):
    catalogue = build_catalogue([track(name, artist=name, album=name) for name in names])
    assert len(catalogue.artists) == len(catalogue.albums) == len(names)


def test_links_made_before_marks_told_names_apart_still_lead_somewhere():
    catalogue = build_catalogue(
        [
            track("1", artist="Sigur Rós", album="Ágætis byrjun"),
            track("2", artist="ハハ"),
            track("3", artist="ババ"),
            track("4", artist="ババ"),
            track("5", artist="Ann feat. Bob"),
            track("6", artist="x", album="S", album_artist="V.A."),
        ]
    )
    assert catalogue.artists_by_id[former_artist_id("sigur ros")].name == "Sigur Rós"
    assert catalogue.albums_by_id[former_album_id("agætis byrjun", "Sigur ros")].title == "Ágætis byrjun"
    assert catalogue.artists_by_id[former_artist_id("ババ")].name == "ハハ"
    assert catalogue.artists_by_id[former_artist_id("Ann feat. Bob")].name == "Ann"
    assert catalogue.artists_by_id[former_artist_id("V.A.")].artist_id == artist_id("Various Artists")
    assert catalogue.albums_by_id[former_album_id("S", "V.A.")].title == "S"


def test_ids_of_plain_names_are_those_they_always_had():
    assert artist_id("Queen") == former_artist_id("QUEEN")
    assert album_id("Jazz", "Queen") == former_album_id("jazz", "queen")
