from pathlib import Path

import pytest
from urllib3.util.retry import Retry

from etl.fetch.downloads import web_session
from etl.fetch.fma_archives import SUBSETS
from etl.fetch.fma_genres import id3_length, main_genre, main_genres_by_name, tagged_genres
from etl.fetch.fma_sample import Sample, fetch_sample
from etl.fetch.remote_members import NoRanges
from recommender.errors import NotFound, ServerUnavailable
from tests.builders.fma_archive import GENRES_CSV, MAIN, clip, fma_metadata, fma_small
from tests.builders.progress import Silence
from tests.file_server import FileServer

AT_ONCE = Retry(total=3, backoff_factor=0)
ZIP = "/fma/fma_small.zip"


@pytest.fixture(scope="module")
def archive() -> bytes:
    return fma_small([*MAIN * 12, *["Rock"] * 30, *["Lo-fi"] * 10, *["Blues"] * 5, *[None] * 10])


@pytest.fixture
def server(archive):
    state = FileServer({ZIP: archive, "/fma/fma_metadata.zip": fma_metadata()})
    running = state.start()
    yield state
    running.shutdown()
    running.server_close()


def fetch(server: FileServer, into: Path, n_tracks: int = 24) -> Sample:
    with web_session(AT_ONCE) as session:
        return fetch_sample(
            SUBSETS["small"],
            into,
            n_tracks=n_tracks,
            base_url=server.url,
            session=session,
            progress=Silence(),
            patience=AT_ONCE,
        )


def clips_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def damaged(archive: bytes, number: int) -> bytes:
    """The archive with one byte of a clip's sound turned over; its CRC no longer fits."""
    at = archive.index(clip_tail(number))
    return archive[:at] + bytes([archive[at] ^ 0xFF]) + archive[at + 1 :]


def clip_tail(number: int) -> bytes:
    genres = [*MAIN * 12, *["Rock"] * 30]
    return clip(genres[number - 1], seed=number)[-100:]


def test_the_sample_is_spread_over_the_eight_genres(server, tmp_path):
    sample = fetch(server, tmp_path)
    assert sample.by_genre == dict.fromkeys(MAIN, 3)
    assert len(clips_in(tmp_path / "fma_small")) == sample.n_fetched == 24


def test_only_the_wanted_clips_are_read(server, tmp_path):
    server.sent.clear()
    fetch(server, tmp_path, n_tracks=8)
    assert (tmp_path / "fma_small" / "000").is_dir()
    assert server.sent["/fma/fma_metadata.zip"] < 80_000  # the end of the archive and one small member
    assert all(asked for method, _, asked in server.requests if method == "GET")


def test_the_same_seed_draws_the_same_clips(server, tmp_path):
    fetch(server, tmp_path / "a")
    fetch(server, tmp_path / "b")
    assert clips_in(tmp_path / "a") == clips_in(tmp_path / "b")


def test_what_is_there_is_not_fetched_again(server, tmp_path):
    first = fetch(server, tmp_path)
    server.sent.clear()
    again = fetch(server, tmp_path)
    assert (again.n_fetched, again.n_already_there) == (0, first.n_fetched)
    assert server.sent[ZIP] <= 70_000  # the list of members


def test_a_clip_with_wrong_bytes_is_fetched_again(server, tmp_path):
    fetch(server, tmp_path)
    before = clips_in(tmp_path)
    spoilt = sorted((tmp_path / "fma_small").rglob("*.mp3"))[0]
    spoilt.write_bytes(b"x" * spoilt.stat().st_size)
    assert fetch(server, tmp_path).n_fetched == 1
    assert clips_in(tmp_path) == before


def test_more_tracks_are_added_to_a_smaller_sample(server, tmp_path):
    fetch(server, tmp_path, n_tracks=8)
    more = fetch(server, tmp_path, n_tracks=16)
    assert (more.n_already_there, more.n_fetched) == (8, 8)
    assert more.by_genre == dict.fromkeys(MAIN, 2)


def test_a_connection_cut_in_a_clip_is_taken_up_again(server, tmp_path):
    server.cut_after = [-1, -1, -1, -1, -1, 9_000, -1, 12_000]
    sample = fetch(server, tmp_path)
    assert sample.by_genre == dict.fromkeys(MAIN, 3)
    assert not list(tmp_path.rglob("*.part"))


def test_a_server_that_dies_keeps_what_was_fetched(server, tmp_path):
    server.cut_after = [-1] * 12 + [0] * 200
    with pytest.raises(ServerUnavailable):
        fetch(server, tmp_path)
    kept = len(clips_in(tmp_path))
    assert not list(tmp_path.rglob("*.part"))
    server.cut_after.clear()
    assert fetch(server, tmp_path).n_already_there == kept


def test_a_clip_that_fails_its_crc_is_left_out_and_named(server, archive, tmp_path):
    server.files[ZIP] = damaged(archive, 5)
    sample = fetch(server, tmp_path, n_tracks=150)  # more than there are: all are looked at
    assert sample.damaged == ["fma_small/000/000005.mp3"]
    assert not list(tmp_path.rglob("000005.mp3*"))


def test_clips_of_other_genres_fill_up_when_the_shares_cannot_be_met(server, tmp_path):
    server.files[ZIP] = fma_small(["Rock"] * 20 + [None] * 4)
    sample = fetch(server, tmp_path, n_tracks=10)
    assert sample.n_fetched == 10


def test_a_server_without_ranges_is_refused_with_advice(server, tmp_path):
    server.ranges = False
    with pytest.raises(NoRanges, match="without --tracks"):
        fetch(server, tmp_path)


def test_a_missing_archive_is_named(server, tmp_path):
    del server.files[ZIP]
    with pytest.raises(NotFound, match=r"fma_small\.zip"):
        fetch(server, tmp_path)


def test_a_tag_is_led_up_the_genre_tree():
    tree = main_genres_by_name(GENRES_CSV)
    assert main_genre(["Lo-fi"], tree) == "Rock"
    assert main_genre(["Nonsense", "hip-hop"], tree) == "Hip-Hop"
    assert main_genre(["Blues"], tree) is None
    assert main_genre([], tree) is None


def test_the_tag_alone_tells_the_genre():
    whole = clip("Folk", seed=1)
    assert tagged_genres(whole[: id3_length(whole[:10])]) == ("Folk",)
    assert tagged_genres(b"") == ()
    assert id3_length(b"\xff\xfb\x90\x00") == 0
