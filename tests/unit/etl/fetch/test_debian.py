import shutil
import subprocess
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile

from etl.fetch import debian
from etl.fetch.debian import PACKAGES, fetch_debian, track_length_s
from etl.fetch.debian_credits import LEFT_OUT, OF_PACKAGE, OF_TRACK, VARIOUS
from recommender.errors import NotReady
from tests.builders.progress import Silence

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb here: not a Debian")

APT_GET = """#!/bin/sh
# stands for apt-get: gives packages from a folder, and only once lists were made if it was told so
echo "$@" >> {calls}
for last; do :; done
case "$*" in
  *update*) [ -n "{update_works}" ] || {{ echo "E: no network" >&2; exit 100; }}; touch {lists}; exit 0;;
esac
[ -e {lists} ] || {{ echo "E: Unable to locate package $last" >&2; exit 100; }}
cp {archives}/$last.deb . 2>/dev/null || {{ echo "E: Unable to locate package $last" >&2; exit 100; }}
"""


@pytest.fixture
def apt(tmp_path, monkeypatch):
    """Put an apt-get on PATH that serves packages made here."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (tmp_path / "archives").mkdir()

    def install(*, lists: bool = True, update_works: bool = True) -> Path:
        if lists:
            (tmp_path / "lists").touch()
        script = bin_folder / "apt-get"
        script.write_text(
            APT_GET.format(
                calls=tmp_path / "calls",
                lists=tmp_path / "lists",
                archives=tmp_path / "archives",
                update_works="yes" if update_works else "",
            )
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{bin_folder}:/usr/bin:/bin")
        return tmp_path

    return install


def make_package(root: Path, name: str, tracks: dict[str, tuple[float, str]]) -> None:
    tree = root / "trees" / name
    for where, (seconds, artist) in tracks.items():
        path = tree / where
        path.parent.mkdir(parents=True, exist_ok=True)
        with soundfile.SoundFile(path, "w", samplerate=8000, channels=1, format="OGG") as file:
            if artist:
                file.artist = artist
            file.write(np.zeros(int(seconds * 8000), dtype=np.float32))
    papers = tree / "usr/share/doc" / name
    papers.mkdir(parents=True)
    (papers / "copyright").write_text("CC0")
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(
        f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: T <t@example.org>\nDescription: music\n"
    )
    archive = root / "archives" / f"{name}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, archive], check=True, capture_output=True)


def fetch(root: Path, *packages: str) -> debian.DebianMusic:
    return fetch_debian(root / "music", apt_home=root / "apt", progress=Silence(), packages=packages, least=(2, 1))


@needs_dpkg
def test_long_tracks_are_kept_with_their_licence_and_effects_are_left_out(apt, tmp_path):
    root = apt()
    make_package(root, "game", {"usr/share/a/one.ogg": (41, "Ann"), "usr/b/two.ogg": (42, ""), "usr/c.ogg": (3, "Ann")})
    music = fetch(root, "game")
    assert sorted(path.name for path in (tmp_path / "music/game").iterdir()) == ["copyright", "one.ogg", "two.ogg"]
    assert (music.n_tracks, music.n_artists, music.n_fetched) == (2, 1, 1)


@needs_dpkg
def test_muddled_tags_are_put_right_and_what_nobody_signed_is_left_out(apt, tmp_path):
    root = apt()
    make_package(root, "hyperrogue-music", {"usr/hr3-desert.ogg": (41, "NeonCorridor"), "usr/other.ogg": (41, "Ann")})
    make_package(root, "performous", {"usr/practice.ogg": (41, ""), "usr/menu.ogg": (41, "Tryad")})
    assert fetch(root, "hyperrogue-music", "performous").n_tracks == 3
    desert = mutagen.File(tmp_path / "music/hyperrogue-music/hr3-desert.ogg").tags
    assert (desert["title"], desert["artist"], desert["albumartist"]) == (["Desert"], ["NeonCorridor"], [VARIOUS])
    assert not (tmp_path / "music/performous/practice.ogg").exists()


def test_every_credit_is_of_a_package_that_is_fetched():
    assert {name.partition("/")[0] for name in [*OF_TRACK, *OF_PACKAGE, *LEFT_OUT]} <= set(PACKAGES)
    assert not LEFT_OUT & set(OF_TRACK)


@needs_dpkg
def test_a_folder_below_the_working_folder_will_do(apt, tmp_path, monkeypatch):
    root = apt(lists=False)
    make_package(root, "game", {"usr/a.ogg": (41, "Ann"), "usr/b.ogg": (41, "Ann")})
    monkeypatch.chdir(tmp_path)
    assert fetch(Path(), "game").n_tracks == 2


@needs_dpkg
def test_tracks_of_one_name_keep_their_folder(apt):
    root = apt()
    make_package(root, "game", {"usr/win/a.ogg": (41, "Ann"), "usr/lose/a.ogg": (42, "Ann")})
    assert fetch(root, "game").n_tracks == 2
    assert (root / "music/game/win/a.ogg").exists()


@needs_dpkg
def test_a_package_that_is_there_is_not_fetched_again(apt, tmp_path):
    root = apt()
    make_package(root, "game", {"usr/a.ogg": (41, "Ann"), "usr/b.ogg": (41, "Ann")})
    fetch(root, "game")
    (tmp_path / "calls").unlink()
    assert fetch(root, "game").n_fetched == 0
    assert not (tmp_path / "calls").exists()


@needs_dpkg
def test_what_a_killed_run_left_behind_goes(apt, tmp_path):
    root = apt()
    make_package(root, "game", {"usr/a.ogg": (41, "Ann"), "usr/b.ogg": (41, "Ann")})
    (tmp_path / "music/.game.k1ll3d/unpacked").mkdir(parents=True)
    fetch(root, "game")
    assert [path.name for path in (tmp_path / "music").iterdir()] == ["game"]


@needs_dpkg
def test_missing_package_lists_are_read_into_a_folder_of_our_own(apt, tmp_path):
    root = apt(lists=False)
    make_package(root, "game", {"usr/a.ogg": (41, "Ann"), "usr/b.ogg": (41, "Ann")})
    assert fetch(root, "game").n_tracks == 2
    assert f"Dir::State={root}/apt/state" in (tmp_path / "calls").read_text()


@needs_dpkg
def test_without_network_the_error_names_the_way_out_and_leaves_nothing_half_done(apt, tmp_path):
    root = apt(lists=False, update_works=False)
    with pytest.raises(NotReady, match=r"E: no network.*MUSIC="):
        fetch(root, "game")
    assert list((tmp_path / "music").iterdir()) == []


@needs_dpkg
def test_one_missing_package_is_left_out_when_the_rest_is_enough(apt):
    root = apt()
    make_package(root, "game", {"usr/a.ogg": (41, "Ann"), "usr/b.ogg": (41, "Ann")})
    assert fetch(root, "game", "gone").n_tracks == 2


@needs_dpkg
def test_too_little_music_is_an_error_that_says_what_was_missing(apt):
    root = apt()
    make_package(root, "game", {"usr/a.ogg": (41, "Ann")})
    with pytest.raises(
        NotReady, match=r"only 1 tracks by 1 artists.*1 packages failed, gone: E: Unable to locate package gone"
    ):
        fetch(root, "game", "gone")


def test_without_apt_the_error_names_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReady, match=r"apt-get is not here.*MUSIC="):
        fetch(tmp_path, "game")


def test_what_is_no_sound_has_no_length(tmp_path):
    (tmp_path / "a.ogg").write_bytes(b"no")
    assert track_length_s(tmp_path / "a.ogg") is None
