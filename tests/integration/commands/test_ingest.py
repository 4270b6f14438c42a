"""`segue ingest` as a person runs it: a process, a real MongoDB, real decoders."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from etl.tables.fma_features import read_fma_features
from infra.stores.features import MongoFeatureStore
from infra.stores.files import MongoFileLedger
from infra.stores.tracks import MongoTrackStore
from recommender.similarity.features import columns_of, fingerprint
from tests.builders.audio import make_sound
from tests.deadline import eventually
from tests.paths import ROOT

pytestmark = pytest.mark.live

N_SOUNDS = 60
"""Several batches of results."""
SEGUE = [sys.executable, "-c", "from infra.cli import main; main()"]


class Segue:
    """Runs the command against a database of its own."""

    def __init__(self, database, mongo_uri, home):
        self.database = database
        self.environment = {
            **os.environ,
            "SEGUE_HOME": str(home),
            "SEGUE_MONGO_URI": mongo_uri,
            "SEGUE_MONGO_DATABASE": database.name,
            "SEGUE_ANALYSIS_WORKERS": "2",
            "SEGUE_SPARK_MASTER": "local[2]",
            "SEGUE_SPARK_DRIVER_MEMORY": "600m",
        }
        self.tracks = MongoTrackStore(database)
        self.features = MongoFeatureStore(database)

    def start(self, *arguments):
        return subprocess.Popen(
            [*SEGUE, "ingest", *map(os.fsencode, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def ingest(self, *arguments, code=0):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=240)
        assert process.returncode == code, errors
        return output + errors if code else output

    def count(self, collection):
        return self.database[collection].count_documents({}) if collection else 0

    def vectors(self):
        return {each.track_id: each for each in self.features.scan(fingerprint())}

    def rejected(self):
        return {track.title: track.reason.partition(":")[0] for track in self.tracks.with_status("rejected")}


@pytest.fixture
def segue(mongo_database, mongo_uri, tmp_path):
    return Segue(mongo_database, mongo_uri, tmp_path / "home")


@pytest.fixture(scope="session")
def music(tmp_path_factory):
    folder = tmp_path_factory.mktemp("music")
    for seed, suffix in enumerate(["mp3", "flac", "ogg", "wav", "opus"] * (N_SOUNDS // 5)):
        make_sound(folder / f"{seed:02d}.{suffix}", seed=seed, seconds=4)
    return folder


@pytest.fixture(scope="module")
def long_music(tmp_path_factory):
    """Work for many seconds after the first tracks are stored, also on a quick machine."""
    folder = tmp_path_factory.mktemp("long music")
    for seed in range(N_SOUNDS):
        make_sound(folder / f"{seed:02d}.wav", seed=seed, seconds=20)
    return folder


def test_a_library_is_analysed_and_a_second_run_is_quick(segue, music):
    assert segue.ingest(music).splitlines()[0] == f"{N_SOUNDS} analysed, 0 unchanged, 0 rejected"
    assert len(segue.vectors()) == N_SOUNDS
    assert segue.ingest(music).splitlines()[0] == f"0 analysed, {N_SOUNDS} unchanged, 0 rejected"


def test_killed_again_and_again_it_ends_with_everything_analysed_once(segue, music, tmp_path):
    """kill -9 at the beginning, then as soon as each collection grows; what was stored is never made again."""
    folder, stored = tmp_path / "music", {}
    shutil.copytree(music, folder)
    held_back = sorted(folder.iterdir())[-10:]
    for path in held_back:
        path.rename(tmp_path / path.name)
    for grows in (None, "tracks", "files", "features", "features"):
        if grows == "files":  # the round before has listed all others
            for path in held_back:
                (tmp_path / path.name).rename(path)
        before = segue.count(grows)
        process = segue.start(folder)
        if grows:
            eventually(lambda: process.poll() is not None or segue.count(grows) > before, within_s=60, what=grows)  # noqa: B023
        process.send_signal(signal.SIGKILL)
        process.communicate()
        now = segue.vectors()
        assert {track_id: now[track_id].analysed_at for track_id in stored} == stored
        assert all(segue.tracks.get(track_id).sound for track_id in now)
        stored = {track_id: each.analysed_at for track_id, each in now.items()}
    assert 0 < len(stored) < N_SOUNDS
    summary = segue.ingest(folder).splitlines()[0]
    assert summary.startswith(f"{N_SOUNDS - len(stored)} analysed, ")
    final = segue.vectors()
    assert len(final) == N_SOUNDS
    assert {track_id: final[track_id].analysed_at for track_id in stored} == stored
    assert segue.ingest(folder).splitlines()[0] == f"0 analysed, {N_SOUNDS} unchanged, 0 rejected"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_keeps_what_is_finished_and_says_how_to_go_on(segue, long_music, stop):
    segue.environment["SEGUE_ANALYSIS_WORKERS"] = "1"  # longer than a busy machine takes to see the first track
    process = segue.start(long_music)
    eventually(lambda: process.poll() is not None or segue.count("features"), within_s=60)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on" in errors
    assert "Traceback" not in errors
    kept = len(segue.vectors())
    assert 0 < kept < N_SOUNDS
    assert segue.ingest(long_music).startswith(f"{N_SOUNDS - kept} analysed, {kept} unchanged")


def test_nothing_is_left_running_after_a_kill(segue, music):
    process = segue.start(music)
    parent = psutil.Process(process.pid)
    children = eventually(lambda: len(found := parent.children(recursive=True)) > 1 and found, within_s=60)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


@pytest.fixture
def bad_files(tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    good = make_sound(folder / "good.mp3", seconds=4)
    (folder / "text.mp3").write_bytes(b"this is not music at all\n" * 400)
    (folder / "zero.flac").write_bytes(b"")
    whole = make_sound(tmp_path / "whole.flac", seconds=6).read_bytes()
    (folder / "cut.flac").write_bytes(whole[: len(whole) // 3])
    make_sound(folder / "silent.wav", level=0.0)
    make_sound(folder / "blip.ogg", seconds=0.4)
    (folder / "folder.mp3").mkdir()
    os.mkfifo(folder / "pipe.mp3")
    (folder / "broken.mp3").symlink_to("nowhere")
    (folder / "loop").symlink_to(folder)
    shutil.copy(good, folder / "copy.mp3")
    for seed, name in enumerate((b"\xff\xfe.mp3", b"new\nline.mp3", b"x" * 251 + b".mp3"), start=2):
        make_sound(Path(os.fsdecode(os.path.join(os.fsencode(folder), name))), seed=seed, seconds=2)
    return folder


def test_bad_files_are_kept_aside_with_their_reasons(segue, bad_files):
    output = segue.ingest(bad_files)
    assert output.splitlines()[0] == "4 analysed, 0 unchanged, 9 rejected; 1 duplicates"
    assert segue.rejected() == {
        "text.mp3": "not audio" if shutil.which("ffmpeg") else "no decoder",
        "zero.flac": "empty",
        "cut.flac": "truncated",
        "silent.wav": "silent",
        "blip.ogg": "too short",
        "folder.mp3": "is a directory",
        "pipe.mp3": "not a regular file",
        "broken.mp3": "broken link",
        "loop": "symlink loop",
    }
    titles = {track.title for track in segue.tracks.with_status("present")}
    assert r"\xff\xfe" in titles
    assert r"new\nline" in titles
    report = segue.ingest("--report")
    for name in segue.rejected():
        assert str(bad_files / name) in report
    assert "9 rejected" in report
    assert segue.ingest(bad_files).splitlines()[0] == "0 analysed, 5 unchanged, 9 rejected"


def test_a_path_that_does_not_exist_is_exit_code_2(segue, tmp_path):
    errors = segue.ingest(tmp_path / "nowhere", code=2)
    assert "nowhere" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("arguments", [[], ["--fma", "somewhere"], [".", "--csv", "x.csv"]])
def test_arguments_that_say_too_little_or_too_much_are_exit_code_2(segue, arguments):
    segue.ingest(*arguments, code=2)


def test_fma_clips_are_described_by_their_table(segue, tmp_path, shared_data):
    source = shared_data / "data" / "fma"
    shutil.copy(source / "metadata" / "tracks_head_full_schema.csv", tmp_path / "tracks.csv")
    shutil.copy(source / "metadata" / "genres.csv", tmp_path / "genres.csv")
    lines = segue.ingest("--fma", source / "fma_small", "--metadata", tmp_path).splitlines()
    assert lines[0] == "7 analysed, 0 unchanged, 0 rejected"
    assert lines[1] == "675 rows without audio, 1 rows cut off"
    food = segue.tracks.get("2")
    assert (food.title, food.artist, food.genres) == ("Food", "AWOL", ("Hip-Hop",))
    assert segue.ingest("--fma", source / "fma_small", "--metadata", tmp_path).startswith("0 analysed, 7 unchanged")


@pytest.mark.parametrize("where", [(), pytest.param(("--spark",), marks=pytest.mark.spark)])
def test_fma_numbers_are_imported_for_the_tracks_that_have_them(segue, tmp_path, shared_data, where):
    source = shared_data / "data" / "fma"
    shutil.copy(source / "metadata" / "tracks_head_full_schema.csv", tmp_path / "tracks.csv")
    shutil.copy(source / "metadata" / "genres.csv", tmp_path / "genres.csv")
    features = source / "metadata" / "fma_features_mfcc_2000.csv"
    rows = {row.track_id: row for row in read_fma_features(features)}
    clips = tmp_path / "clips" / "000"
    clips.mkdir(parents=True)
    imported = next(track_id for track_id, row in rows.items() if row.blocks)
    shutil.copy(source / "fma_small" / "000" / "000002.mp3", clips / f"{int(imported):06d}.mp3")
    shutil.copy(source / "fma_small" / "000" / "000005.mp3", clips)
    arguments = ("--fma", clips.parent, "--metadata", tmp_path, "--import-features", "--features", features, *where)
    output = segue.ingest(*arguments)
    assert output.splitlines()[-1].startswith("1 analysed with FMA's published numbers, 1 without")
    block = columns_of("mfcc")
    stored = segue.vectors()
    np.testing.assert_array_equal(stored[imported].vector[block], rows[imported].vector[block])
    assert np.isfinite(stored["5"].vector).all()


def test_a_csv_is_ingested(segue, music, tmp_path):
    csv = tmp_path / "mine.csv"
    csv.write_text(f"path,title,genres\n{music}/00.mp3,One,Rock;Pop\n{music}/gone.mp3,Two,\n")
    lines = segue.ingest("--csv", csv).splitlines()
    assert lines == ["1 analysed, 0 unchanged, 0 rejected", "1 rows without audio"]
    assert [track.genres for track in segue.tracks.scan()] == [("Rock", "Pop")]


def test_reanalyse_makes_every_vector_anew(segue, music, tmp_path):
    folder = tmp_path / "few"
    folder.mkdir()
    for name in ("00.mp3", "01.flac"):
        shutil.copy(music / name, folder)
    segue.ingest(folder)
    before = segue.vectors()
    assert segue.ingest("--reanalyse", folder).startswith("2 analysed, 0 unchanged")
    after = segue.vectors()
    assert all(after[track_id].analysed_at > before[track_id].analysed_at for track_id in before)
    assert segue.database["meta"].count_documents({"_id": {"$regex": "^reanalysis"}}) == 0


@pytest.mark.spark
def test_spark_makes_the_same_vectors_and_resumes_the_same_way(segue, mongo_database, music):
    segue.ingest(music)
    by_pool = {track_id: each.vector for track_id, each in segue.vectors().items()}
    tracks_by_pool = [track for track in segue.tracks.scan()]
    some = list(by_pool)[:10]
    kept = {track_id: segue.vectors()[track_id].analysed_at for track_id in some}
    for name in ("tracks", "features", "files"):
        mongo_database[name].delete_many({"track_id" if name == "files" else "_id": {"$nin": some}})
    assert segue.ingest("--spark", music).splitlines()[0] == f"{N_SOUNDS - 10} analysed, 10 unchanged, 0 rejected"
    by_spark = segue.vectors()
    assert by_spark.keys() == by_pool.keys()
    for track_id, vector in by_pool.items():
        np.testing.assert_allclose(by_spark[track_id].vector, vector, rtol=0, atol=1e-6)
    assert {track_id: by_spark[track_id].analysed_at for track_id in some} == kept
    assert [track.sound for track in segue.tracks.scan()] == [track.sound for track in tracks_by_pool]
    assert len(list(MongoFileLedger(mongo_database).under("file:///"))) == N_SOUNDS
    assert segue.ingest("--spark", music).splitlines()[0] == f"0 analysed, {N_SOUNDS} unchanged, 0 rejected"
