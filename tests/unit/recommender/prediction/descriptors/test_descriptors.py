"""The seven descriptors from MFCC statistics: tables, models, and what is served."""

import json

import msgspec
import numpy as np
import pytest

from etl.tables.descriptor_table import read_artists, read_descriptor_table
from etl.tables.echonest_table import read_echonest
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, BadInput
from recommender.prediction.descriptors import boosting, kernel_ridge, served
from recommender.prediction.descriptors.baselines import BASELINE
from recommender.prediction.descriptors.evaluate import evaluate as evaluate_descriptors
from recommender.prediction.descriptors.features import FINGERPRINT, INPUTS, N_INPUTS
from recommender.prediction.descriptors.fitting import FITS, fit_descriptors
from recommender.prediction.descriptors.kernel_ridge import KernelRidge
from recommender.prediction.descriptors.records import PERCEPTUAL, WEAK_R2, DescriptorTable
from recommender.prediction.descriptors.train import train as train_descriptors
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import SoundFacts
from tests.builders.moods import manifest_of
from tests.builders.songs import made_table

SOUND = SoundFacts(duration_s=200.0, loudness_lufs=-80.0, tempo_bpm=120.0, key=9, mode="minor")


@pytest.fixture(scope="module", autouse=True)
def quick_models():
    """Leave the trees out: loading LightGBM takes longer than all of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(FITS, boosting.NAME)
        yield


@pytest.fixture(scope="module")
def evaluation(quick_models):  # noqa: ARG001
    return evaluate_descriptors(made_table())


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("descriptors")
    train_descriptors(made_table(60)).write_version(folder)
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("descriptors", FINGERPRINT)))
    return served.load(folder)


def test_what_the_sound_tells_is_found_and_what_it_does_not_is_flagged(evaluation):
    best = evaluation.r2[evaluation.best]
    assert best["energy"] > 0.3
    assert best["valence"] < 0.15
    assert abs(evaluation.r2[BASELINE]["energy"]) < 0.1
    assert any("weak" in finding and "valence" in finding for finding in evaluation.report.findings)
    assert evaluation.best == max(FITS, key=lambda name: evaluation.r2[name]["mean"])


def test_unknown_artists_are_owned_up_to():
    table = made_table(60)
    nobody = DescriptorTable(
        inputs=table.inputs, targets=table.targets, artists=np.arange(60).astype(str), n_artists_known=0
    )
    assert any("no artist is known" in finding for finding in evaluate_descriptors(nobody).report.findings)


def test_too_few_common_tracks_are_refused():
    with pytest.raises(BadInput, match="share 20 tracks"):
        evaluate_descriptors(made_table(20))


def test_what_is_served_estimates_as_what_was_trained(model):
    table = made_table(60)
    fitted = fit_descriptors(model.fitted.name, table, np.arange(60), seed=0)
    assert model.predict(table.inputs) == pytest.approx(fitted.predict(table.inputs))
    far = model.predict(table.inputs * 50)
    assert (far.min() >= 0, far.max() <= 1) == (True, True)


def test_trees_are_read_from_their_text_when_they_are_first_asked(monkeypatch):
    import lightgbm

    monkeypatch.setattr(boosting, "_ROUNDS", 5)
    table = made_table(60)
    fitted = boosting.Boosting.fit(table.inputs, table.targets, seed=0)
    assert "_boosters" not in vars(fitted)
    predicted = fitted.predict(table.inputs)
    assert "_boosters" in vars(fitted)
    expected = [lightgbm.Booster(model_str=text).predict(table.inputs) for text in fitted.texts]
    assert predicted.tolist() == np.stack(expected, axis=1).tolist()
    assert (predicted.std(axis=0) > 0).all()


def test_trees_that_lightgbm_cannot_read_are_a_refused_version():
    with pytest.raises(BadArtifact, match="segue artifacts use"):
        boosting.Boosting(("tree",)).predict(np.zeros((1, N_INPUTS)))


def test_a_file_that_is_not_what_was_published_is_refused(tmp_path):
    store = ArtifactStore(tmp_path)
    version = store.publish("descriptors", train_descriptors(made_table(60)).write_version)
    folder = store.local_path("descriptors", version)
    served.load(folder)
    text = (folder / "model.json").read_text()
    (folder / "model.json").write_text(text.replace("0.", "1.", 1))
    with pytest.raises(BadArtifact, match="not what was published"):
        served.load(folder)


def test_a_description_says_what_is_measured_what_is_estimated_and_how_far_to_trust_it(model):
    description = model.describe(made_table(60).inputs[0], SOUND)
    by_name = {feature.name: feature for feature in description.features}
    assert tuple(by_name) == NAMES
    assert (by_name["tempo"].how, by_name["tempo"].value, by_name["tempo"].trust) == ("measured", 120.0, None)
    assert by_name["duration_ms"].value == 200_000
    assert by_name["mode"].value == 0
    assert by_name["loudness"].value == -60  # as quiet as the features go
    assert (by_name["energy"].how, by_name["energy"].is_weak) == ("estimated", model.r2["energy"] < WEAK_R2)
    assert by_name["energy"].trust == pytest.approx(model.r2["energy"])
    assert by_name["valence"].is_weak
    assert (by_name["time_signature"].how, by_name["time_signature"].is_weak) == ("estimated", True)
    assert description.audio().tempo == 120.0


def test_many_tracks_are_represented_by_some_with_nearly_the_same_answers(monkeypatch):
    table = made_table(300)
    exact = KernelRidge.fit(table.inputs, table.targets, np.random.default_rng(0))
    monkeypatch.setattr(kernel_ridge, "MAX_CENTRES", 200)
    some = KernelRidge.fit(table.inputs, table.targets, np.random.default_rng(0))
    assert len(some.centres) == 200
    assert np.abs(some.predict(table.inputs) - exact.predict(table.inputs)).mean() < 0.05


def features_csv(path, rows):
    header = [
        ["feature", *[c.feature for c in INPUTS]],
        ["statistics", *[c.statistic for c in INPUTS]],
        ["number", *[c.number for c in INPUTS]],
    ]
    lines = [*header, ["track_id"] + [""] * N_INPUTS, *[[track, *values] for track, values in rows]]
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n")
    return path


ECHONEST = """,echonest,echonest,echonest,echonest,echonest,echonest,echonest,echonest
,audio_features,audio_features,audio_features,audio_features,audio_features,audio_features,audio_features,metadata
,valence,danceability,energy,instrumentalness,liveness,speechiness,acousticness,artist_name
track_id,,,,,,,,
2,0.1,0.2,0.3,0.4,0.5,0.6,0.7,AWOL
3,0.1,0.2,0.3,0.4,0.5,0.6,,AWOL
5,0.1,0.2,0.3,0.4,0.5,0.6,1.9,Kurt Vile
10,0.1,0.2,0.3,0.4,0.5,0.6,0.7,
"""


def test_the_two_tables_meet_by_track_and_empty_rows_are_counted(tmp_path):
    (tmp_path / "echonest.csv").write_text(ECHONEST)
    full, empty = list(range(N_INPUTS)), [""] * N_INPUTS
    features = features_csv(tmp_path / "features.csv", [(2, empty), (3, full), (10, full), (11, full)])
    table = read_descriptor_table(features, tmp_path / "echonest.csv")
    assert table.artists.tolist() == ["track 10"]
    assert table.targets.tolist() == [[0.7, 0.2, 0.3, 0.4, 0.5, 0.6, 0.1]]
    assert (table.n_artists_known, table.n_left_out) == (0, 3)


def test_fmas_header_of_three_rows_is_read_with_its_artists(tmp_path):
    (tmp_path / "echonest.csv").write_text(ECHONEST)
    found = read_echonest(tmp_path / "echonest.csv")
    assert (set(found.metrics), found.n_bad, found.artists) == ({"2", "10"}, 2, {"2": "AWOL"})


def test_metrics_as_json_are_read_too(tmp_path):
    content = {"track_id": {"0": 2, "1": 7}} | {name: {"0": 0.5, "1": None} for name in PERCEPTUAL}
    (tmp_path / "metrics.json").write_text(json.dumps(content))
    found = read_echonest(tmp_path / "metrics.json")
    assert (found.metrics, found.n_bad) == ({"2": (0.5,) * 7}, 1)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.csv", "track_id,energy\n2,0.5\n", "no column acousticness"),
        ("e.csv", f"track_id,{','.join(PERCEPTUAL)}\n2{',57' * 7}\n", "is '57.0' in row 1, a number from 0 to 1"),
        ("e.json", "[1]", "not a JSON table"),
        ("e.json", '{"energy": {"0": 1}}', "no column track_id"),
        ("gone/e.csv", None, "not a file"),
    ],
)
def test_other_files_are_refused_by_name(name, content, said, tmp_path):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match=said):
        read_echonest(tmp_path / name)


def test_artists_come_from_fmas_tracks_or_a_plain_table(tmp_path):
    (tmp_path / "plain.csv").write_text("track_id,artist_name\n2,AWOL\n3,\n")
    (tmp_path / "tracks.csv").write_text(",album,artist\n,title,name\ntrack_id,,\n2,Food,AWOL\n")
    (tmp_path / "else.csv").write_text("a,b\n1,2\n")
    assert read_artists(tmp_path / "plain.csv") == read_artists(tmp_path / "tracks.csv") == {"2": "AWOL"}
    with pytest.raises(BadInput, match="artist_name"):
        read_artists(tmp_path / "else.csv")
