from recommender.catalogue.building import build_catalogue
from recommender.prediction.library.songs import LibrarySongs
from recommender.records import Track, TrackId


def library(*names: tuple[str, str]) -> LibrarySongs:
    tracks = [
        Track(track_id=TrackId(f"t{n}"), title=title, artist=artist, album="A", track_number=n)
        for n, (title, artist) in enumerate(names)
    ]
    return LibrarySongs.of(build_catalogue(tracks, revision="1"))


def found(songs: LibrarySongs, title: str, artist: str) -> str | None:
    track = songs.find(title, artist)
    return None if track is None else track.track_id


def test_case_accents_guests_and_further_artists_do_not_matter():
    songs = library(("Déjà Vu", "Beyoncé"), ("Other", "Beyoncé"))
    assert found(songs, "deja vu (feat. JAY-Z)", "Beyonce & JAY-Z") == "t0"
    assert found(library(("Déjà Vu (feat. JAY-Z)", "Beyoncé feat. JAY-Z")), "Deja Vu", "BEYONCÉ") == "t0"


def test_the_same_title_of_another_artist_is_another_song():
    assert found(library(("Hello", "Adele")), "Hello", "Lionel Richie") is None
    assert found(library(("Hello", "")), "Hello", "Adele") is None


def test_the_named_version_goes_before_others():
    songs = library(("Song - Live", "X"), ("Song", "X"))
    assert found(songs, "Song", "X") == "t1"
    assert found(songs, "Song - Live", "X") == "t0"
    assert found(songs, "Song (Remix)", "X") == "t0"
