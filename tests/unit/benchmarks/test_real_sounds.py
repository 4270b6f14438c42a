from pathlib import Path

import pytest

from benchmarks import real_sounds
from benchmarks.real_sounds import MAX_SOUNDS, MIN_SOUNDS, music_folder, sounds_in
from recommender.errors import BadInput
from tests.paths import ROOT


def put(folder: Path, n: int) -> None:
    for i in range(n):
        (folder / f"{i:03d}.mp3").write_bytes(bytes(i))


def test_too_few_sounds_are_refused_with_what_to_do(tmp_path: Path):
    put(tmp_path, MIN_SOUNDS - 1)
    (tmp_path / "cover.jpg").write_bytes(b"")
    with pytest.raises(BadInput, match="MUSIC=/folder"):
        sounds_in(tmp_path, "a folder that was named")


def test_of_a_large_folder_some_are_taken_from_all_of_it(tmp_path: Path):
    put(tmp_path, MAX_SOUNDS + 60)
    sounds = sounds_in(tmp_path, "a folder that was named")
    assert len(sounds.paths) == MAX_SOUNDS
    assert (sounds.paths[0].name, sounds.paths[-1].name) == ("000.mp3", f"{MAX_SOUNDS + 59:03d}.mp3")


def test_other_files_are_other_sounds(tmp_path: Path):
    put(tmp_path, MIN_SOUNDS)
    before = sounds_in(tmp_path, "x").digest
    (tmp_path / "000.mp3").write_bytes(b"longer")
    assert sounds_in(tmp_path, "x").digest != before


def test_music_is_that_of_the_folder_that_was_named_else_of_shared_else_the_starter_library(tmp_path, monkeypatch):
    starter, shared, named = (tmp_path / name for name in ("starter", "shared", "named"))
    monkeypatch.setattr(real_sounds, "SHARED", shared)
    monkeypatch.setattr(real_sounds, "starter_music", lambda: starter)
    assert music_folder(tmp_path) == (starter, "the starter library")
    shared.mkdir()
    assert music_folder(tmp_path) == (shared, "../shared")
    (tmp_path / "music.txt").write_text(f"{named}\n")
    assert music_folder(tmp_path) == (named, "a folder that was named")


def test_no_other_benchmark_needs_what_lies_beside_the_project():
    naming = {
        str(path.relative_to(ROOT / "benchmarks"))
        for path in (ROOT / "benchmarks").rglob("*.py")
        if "shared/" in path.read_text() or '"shared"' in path.read_text()
    }
    assert naming == {
        "real_sounds.py",
        "etl/clips.py",  # else clips that it makes
        "quality/__main__.py",  # leaves out what has no data, and takes other music
    }
