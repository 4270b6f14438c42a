import os

import pytest

from etl.locations import file_path, file_url, readable_name
from etl.readers.folder import read_folder
from recommender.errors import BadInput


def names(listing, root):
    return [os.fsencode(os.path.relpath(file_path(file.url), root)) for file in listing.files]


def reasons(listing):
    return {file_path(each.url).name: each.reason for each in listing.rejected}


def touch(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_only_files_with_an_audio_suffix_are_found(tmp_path):
    for name in ("b.MP3", "a/c.flac", "cover.jpg", "a/list.cue", "readme.txt", "mp3"):
        touch(tmp_path / name)
    listing = read_folder(tmp_path)
    assert names(listing, tmp_path) == [b"b.MP3", b"a/c.flac"]
    assert listing.rejected == ()


def test_hidden_files_and_folders_are_skipped(tmp_path):
    for name in (".hidden.mp3", ".git/a.mp3", "._a.mp3", "a.mp3"):
        touch(tmp_path / name)
    assert names(read_folder(tmp_path), tmp_path) == [b"a.mp3"]


def test_names_that_begin_with_dots_are_names(tmp_path):
    for name in ("...And Then Nothing/a.mp3", "..Hits/b.mp3", ".38 Special/c.mp3", "d/...One More Time.mp3"):
        touch(tmp_path / name)
    assert len(read_folder(tmp_path).files) == 4


@pytest.mark.parametrize(
    "name",
    [
        b"\xff\xfe bad.mp3", b"new\nline.mp3", b"x" * 251 + b".mp3", "\u00fcml\u00e4ut \u266b.mp3".encode(),
        b"100%25 #?&;.mp3", b" .mp3",
    ],
    ids=["no utf-8", "newline", "255 bytes", "unicode", "url signs", "space"],
)  # fmt: skip
def test_names_with_any_bytes_survive_the_way_through_a_url(tmp_path, name):
    path = os.path.join(os.fsencode(tmp_path), name)
    with open(path, "wb") as file:
        file.write(b"x")
    (found,) = read_folder(tmp_path).files
    found.url.encode("ascii")
    assert os.fsencode(file_path(found.url)) == path
    assert readable_name(file_path(found.url)).isprintable()


def test_a_directory_named_like_a_file_is_rejected_and_its_music_found(tmp_path):
    touch(tmp_path / "song.mp3" / "inside.mp3")
    listing = read_folder(tmp_path)
    assert reasons(listing) == {"song.mp3": "is a directory"}
    assert names(listing, tmp_path) == [b"song.mp3/inside.mp3"]


def test_a_pipe_is_rejected_without_opening_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    assert reasons(read_folder(tmp_path)) == {"pipe.mp3": "not a regular file"}


def test_links_to_nothing_and_to_themselves_are_rejected(tmp_path):
    (tmp_path / "broken.mp3").symlink_to("nowhere.mp3")
    (tmp_path / "self.mp3").symlink_to("self.mp3")
    (tmp_path / "folder").symlink_to("folder")
    listing = read_folder(tmp_path)
    assert reasons(listing) == {"broken.mp3": "broken link", "self.mp3": "symlink loop", "folder": "symlink loop"}


def test_a_folder_linked_into_itself_is_told_and_walked_once(tmp_path):
    touch(tmp_path / "a" / "b" / "song.mp3")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    listing = read_folder(tmp_path)
    assert names(listing, tmp_path) == [b"a/b/song.mp3"]
    assert reasons(listing) == {"up": "symlink loop"}


def test_folders_that_link_to_each_other_are_walked_once(tmp_path):
    touch(tmp_path / "a" / "1.mp3")
    touch(tmp_path / "b" / "2.mp3")
    (tmp_path / "a" / "to_b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to_a").symlink_to(tmp_path / "a")
    assert len(read_folder(tmp_path).files) == 2


def test_a_linked_file_and_folder_are_followed(tmp_path):
    touch(tmp_path / "elsewhere" / "1.mp3")
    library = tmp_path / "library"
    library.mkdir()
    (library / "folder").symlink_to(tmp_path / "elsewhere")
    (library / "2.mp3").symlink_to(tmp_path / "elsewhere" / "1.mp3")
    assert names(read_folder(library), library) == [b"2.mp3", b"folder/1.mp3"]


def test_a_picture_in_the_folder_is_the_cover_and_describes_the_file(tmp_path):
    touch(tmp_path / "a" / "1.mp3")
    (without,) = read_folder(tmp_path).files
    picture = touch(tmp_path / "a" / "Cover.jpg")
    (found,) = read_folder(tmp_path).files
    assert (without.cover, without.described_by) == ("", "")
    assert found.cover == file_url(picture)
    os.utime(picture, ns=(1, 1))
    (newer,) = read_folder(tmp_path).files
    assert len({without.described_by, found.described_by, newer.described_by}) == 3


def test_a_single_file_may_be_given(tmp_path):
    path = touch(tmp_path / "a.mp3")
    listing = read_folder(path)
    assert [file.url for file in listing.files] == [file_url(path)]
    assert listing.root == ""


def test_an_empty_folder_is_an_empty_listing(tmp_path):
    assert read_folder(tmp_path).files == ()


def test_a_path_that_does_not_exist_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere.*does not exist"):
        read_folder(tmp_path / "nowhere")


def test_a_file_that_may_not_be_looked_at_is_rejected(tmp_path, monkeypatch):
    path = touch(tmp_path / "closed.mp3")
    real = os.stat

    def refuse(target, *arguments, **options):
        if os.fspath(target) == str(path):
            raise PermissionError(13, "Permission denied")
        return real(target, *arguments, **options)

    monkeypatch.setattr("etl.readers.stat.os.stat", refuse)  # chmod does not stop root
    assert reasons(read_folder(tmp_path)) == {"closed.mp3": "permission denied"}


def test_a_folder_that_may_not_be_listed_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    touch(tmp_path / "closed" / "1.mp3")
    touch(tmp_path / "open" / "2.mp3")
    real = os.scandir

    def refuse(path):
        if os.path.basename(path) == "closed":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("etl.readers.folder.os.scandir", refuse)  # chmod does not stop root
    listing = read_folder(tmp_path)
    assert names(listing, tmp_path) == [b"open/2.mp3"]
    assert reasons(listing) == {"closed": "permission denied"}
