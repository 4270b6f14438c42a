"""Corrected fields in the tags of real files: what is written, what stays, and what is refused."""

import os
import shutil
import stat
from pathlib import Path

import mutagen
import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC
from mutagen.id3 import APIC, ID3, TALB, TCON, TIT2, TPE1, TXXX, TYER
from mutagen.mp4 import MP4, MP4Cover

from etl.ingest.correcting import restore_tags, unsaid_by, write_corrections
from etl.ingest.identity import audio_identity
from etl.ingest.rewriting import rewrite
from etl.tags.covers import Cover, embedded_cover
from etl.tags.file_tags import read_tags
from etl.tags.writing.refusal import CannotWrite, ChangedMeanwhile
from recommender.catalogue.corrections import CorrectedFields
from tests.builders.audio import make_foreign_sound, make_sound

PNG = Cover(b"\x89PNG\r\n\x1a\n" + bytes(3000), "image/png")
OTHER = Cover(b"\xff\xd8\xff\xe0" + bytes(2000), "image/jpeg")
ALL = CorrectedFields(
    title="Ünïcode ♫", artist="Ann", album="Live", album_artist="Ann & Bob", genres=("Jazz", "Blues"),
    track_number=4, disc_number=2, year=1999, cover="x",
)  # fmt: skip
NONE = CorrectedFields(artist="", album="", album_artist="", genres=(), track_number=0, disc_number=0, year=0, cover="")
SUFFIXES = (".mp3", ".flac", ".ogg", ".opus", ".m4a")


@pytest.fixture(scope="session")
def sounds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sounds")
    if shutil.which("ffmpeg"):
        make_foreign_sound(folder / "sound.m4a")
    for suffix in (".mp3", ".flac", ".ogg", ".opus", ".wav"):
        make_sound(folder / f"sound{suffix}")
    return folder


@pytest.fixture
def sound(sounds, tmp_path):
    """Copy the sound of a format."""

    def copy(suffix: str) -> Path:
        original = sounds / f"sound{suffix}"
        if not original.exists():
            pytest.skip("needs ffmpeg, which makes the M4A file")
        return Path(shutil.copy(original, tmp_path / f"a song ü{suffix}"))

    return copy


def ignore(_kept):
    """Keep nothing."""


def write(path, fields, picture=None, keep=ignore):
    write_corrections(path, fields, picture, keep=keep)


def said(path):
    tags = read_tags(path)
    year = tags.released_on.year if tags.released_on else 0
    texts = (tags.title, tags.artist, tags.album, tags.album_artist, tags.genres)
    return (*texts, tags.track_number, tags.disc_number, year)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_field_is_written_and_the_sound_is_the_same(sound, suffix):
    path = sound(suffix)
    identity = audio_identity(path)
    write(path, ALL, PNG)
    assert said(path) == ("Ünïcode ♫", "Ann", "Live", "Ann & Bob", ("Jazz", "Blues"), 4, 2, 1999)
    assert embedded_cover(path) == PNG
    assert audio_identity(path) == identity
    assert unsaid_by(path, ALL, PNG) == CorrectedFields()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_second_write_replaces_the_first_and_leaves_the_rest(sound, suffix):
    path = sound(suffix)
    write(path, ALL, PNG)
    write(path, CorrectedFields(title="Other", genres=("Rock",), cover="y"), OTHER)
    assert said(path) == ("Other", "Ann", "Live", "Ann & Bob", ("Rock",), 4, 2, 1999)
    assert embedded_cover(path) == OTHER


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_corrected_to_nothing_is_taken_out(sound, suffix):
    path = sound(suffix)
    write(path, ALL, PNG)
    write(path, NONE)
    assert said(path) == ("Ünïcode ♫", "", "", "", (), None, None, 0)
    assert embedded_cover(path) is None


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_there_is_kept_and_can_be_put_back(sound, suffix):
    path, kept = sound(suffix), []
    write(path, ALL, PNG)
    before, sound_before = read_tags(path), audio_identity(path)
    write(path, CorrectedFields(title="Other", artist="", year=2001, cover=""), keep=kept.append)
    restore_tags(path, kept[0], keep=kept.append)
    assert (read_tags(path), embedded_cover(path), audio_identity(path)) == (before, PNG, sound_before)
    restore_tags(path, kept[1], keep=ignore)
    assert said(path)[:2] == ("Other", "")


@pytest.mark.parametrize("suffix", [".mp3", ".flac"])
def test_put_back_the_file_is_what_it_was_byte_for_byte(sound, suffix):
    path, kept = sound(suffix), []
    write(path, ALL, PNG)
    content = path.read_bytes()
    write(path, CorrectedFields(title="Other" * 60), keep=kept.append)
    assert path.read_bytes() != content
    restore_tags(path, kept[0], keep=ignore)
    assert path.read_bytes() == content


def test_tags_of_another_format_are_not_put_back(sound):
    kept = []
    write(sound(".mp3"), ALL, PNG, keep=kept.append)
    with pytest.raises(CannotWrite, match="those of a file of MP3, and this one is FLAC"):
        restore_tags(sound(".flac"), kept[0], keep=ignore)


def test_an_id3_tag_of_version_2_3_stays_one(sound):
    path = sound(".mp3")
    tags = ID3()
    for frame in (TIT2, TPE1, TALB):
        tags.add(frame(encoding=1, text=["Old"]))
    tags.add(TYER(encoding=0, text=["1975"]))
    tags.add(TXXX(encoding=1, desc="MOOD", text=["calm"]))
    tags.save(path, v2_version=3)
    write(path, CorrectedFields(title="Nëw", genres=("Jazz", "Blues"), year=1976))
    assert ID3(path).version == (2, 3, 0)
    assert said(path) == ("Nëw", "Old", "Old", "", ("Jazz", "Blues"), None, None, 1976)
    assert ID3(path)["TXXX:MOOD"].text == ["calm"]


def test_totals_of_tracks_and_discs_stay(sound):
    path = sound(".m4a")
    file = MP4(path)
    file["trkn"], file["disk"] = [(3, 12)], [(1, 2)]
    file.save()
    write(path, CorrectedFields(track_number=5, disc_number=0))
    assert (MP4(path)["trkn"], MP4(path)["disk"]) == ([(5, 12)], [(0, 2)])
    flac = sound(".flac")
    tags = FLAC(flac)
    tags["tracknumber"] = "3/12"
    tags.save()
    write(flac, CorrectedFields(track_number=5))
    assert FLAC(flac)["tracknumber"] == ["5/12"]


def test_another_artist_takes_the_list_of_artists_away(sound):
    path = sound(".flac")
    tags = FLAC(path)
    tags["artist"], tags["artists"] = "Ann feat. Bob", ["Ann", "Bob"]
    tags.save()
    write(path, CorrectedFields(artist="Cleo"))
    assert (read_tags(path).artist, read_tags(path).artists) == ("Cleo", ())


def test_a_right_year_keeps_its_day_and_the_date_of_the_first_release_stays(sound):
    path = sound(".flac")
    tags = FLAC(path)
    tags["date"], tags["originaldate"] = "1999-05-06", "1975"
    tags.save()
    assert unsaid_by(path, CorrectedFields(year=1999), None) == CorrectedFields()
    write(path, CorrectedFields(year=2001))
    assert (FLAC(path)["date"], FLAC(path)["originaldate"]) == (["2001"], ["1975"])


def test_further_pictures_stay_where_they_are_no_covers(sound):
    path = sound(".mp3")
    tags = ID3()
    tags.add(APIC(encoding=0, mime="image/jpeg", type=4, desc="back", data=OTHER.content))
    tags.save(path)
    write(path, CorrectedFields(cover="x"), PNG)
    assert {frame.type for frame in ID3(path).getall("APIC")} == {3, 4}
    assert embedded_cover(path) == PNG


def test_a_picture_that_mp4_cannot_hold_is_refused(sound):
    path = sound(".m4a")
    with pytest.raises(CannotWrite, match="no image/gif picture"):
        write(path, CorrectedFields(cover="x"), Cover(b"GIF89a", "image/gif"))


def test_mp4_atoms_of_every_kind_come_back(sound):
    path, kept = sound(".m4a"), []
    file = MP4(path)
    file["cpil"], file["tmpo"], file["\xa9nam"] = True, [120], ["Old"]
    file["----:com.apple.iTunes:MOOD"] = [b"calm"]
    file["covr"] = [MP4Cover(OTHER.content, imageformat=MP4Cover.FORMAT_JPEG)]
    file.save()
    before = dict(MP4(path).tags)
    write(path, CorrectedFields(title="New", cover=""), keep=kept.append)
    restore_tags(path, kept[0], keep=ignore)
    assert dict(MP4(path).tags) == before


def test_formats_whose_tags_are_not_written_are_named(sound):
    path = sound(".wav")
    before = path.read_bytes()
    with pytest.raises(CannotWrite, match="MP3, FLAC, Ogg Vorbis, Opus and MP4 files only"):
        write(path, ALL, PNG)
    assert path.read_bytes() == before


def test_a_field_that_another_tag_says_still_is_refused_and_nothing_changes(sound):
    path = sound(".mp3")
    tags = APEv2()
    tags["Album"] = "Of the APE tag"
    tags.save(path)
    before = path.read_bytes()
    with pytest.raises(CannotWrite, match="album would not read back"):
        write(path, CorrectedFields(album=""))
    assert path.read_bytes() == before


def leftovers(path):
    return [other.name for other in path.parent.iterdir() if other.name.startswith(".")]


@pytest.mark.parametrize("harm", ["sound", "check", "crash", "disk"])
def test_whatever_goes_wrong_the_file_is_as_it_was(sound, harm):
    path = sound(".mp3")
    before, status = path.read_bytes(), path.stat()

    def change(copy):
        if harm == "sound":
            copy.write_bytes(copy.read_bytes()[:-100])
        elif harm == "disk":
            raise OSError(28, "No space left on device")
        elif harm == "crash":
            raise CannotWrite("made up")

    def check(_copy):
        if harm == "check":
            raise CannotWrite("made up")

    with pytest.raises(CannotWrite, match={"sound": "its sound would not be the same", "disk": "No space"}.get(harm)):
        rewrite(path, change, check=check)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, status.st_mtime_ns)
    assert leftovers(path) == []


def test_a_file_that_changes_meanwhile_is_not_overwritten(sound):
    path = sound(".mp3")

    def change(copy):
        mutagen.File(copy).save()
        path.write_bytes(b"somebody else's")

    with pytest.raises(ChangedMeanwhile):
        rewrite(path, change, check=lambda _: None)
    assert path.read_bytes() == b"somebody else's"
    assert leftovers(path) == []


def test_mode_stays_and_the_time_of_the_last_change_moves(sound):
    path = sound(".flac")
    path.chmod(0o640)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    write(path, CorrectedFields(title="New"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_mtime > 1_700_000_000


def test_a_link_is_not_followed(sound, tmp_path):
    path = sound(".mp3")
    before = path.read_bytes()
    link = tmp_path / "link.mp3"
    link.symlink_to(path)
    with pytest.raises(CannotWrite, match="it is a link"):
        write(link, CorrectedFields(title="New"))
    assert path.read_bytes() == before


def test_a_file_of_two_names_is_left_alone(sound, tmp_path):
    path = sound(".mp3")
    os.link(path, tmp_path / "same.mp3")
    with pytest.raises(CannotWrite, match="2 names"):
        write(path, CorrectedFields(title="New"))
    assert path.stat().st_nlink == 2


def test_a_folder_that_takes_nothing_is_said(sound, monkeypatch):
    path = sound(".mp3")

    def refuse(**_where):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("etl.ingest.rewriting.mkstemp", refuse)  # root, who runs the tests, may write everywhere
    with pytest.raises(CannotWrite, match="nothing can be written into its folder: Read-only file system"):
        write(path, CorrectedFields(title="New"))
    assert leftovers(path) == []


def test_old_genres_in_numbers_are_replaced(sound):
    path = sound(".mp3")
    tags = ID3()
    tags.add(TCON(encoding=0, text=["(17)"]))
    tags.save(path, v2_version=3)
    write(path, CorrectedFields(genres=("Post-Rock",)))
    assert read_tags(path).genres == ("Post-Rock",)
