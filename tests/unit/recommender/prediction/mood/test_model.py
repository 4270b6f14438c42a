"""Moods from ten features: learnt from made-up songs whose moods follow a rule."""

import csv
from dataclasses import replace

import msgspec
import numpy as np
import pytest

from etl.tables.mood_table import read_moods
from recommender.errors import BadArtifact, BadInput, FingerprintMismatch
from recommender.prediction.descriptors.records import PERCEPTUAL, Misses
from recommender.prediction.evaluation.folds import group_folds
from recommender.prediction.mood import served
from recommender.prediction.mood.baselines import BASELINE
from recommender.prediction.mood.evaluate import SERVED
from recommender.prediction.mood.evaluate import evaluate as evaluate_moods
from recommender.prediction.mood.features import FINGERPRINT, INPUTS, as_row, with_logarithms
from recommender.prediction.mood.logistic import fit_moods
from recommender.prediction.mood.records import MOODS, MoodTable, parse_mood, shares
from recommender.prediction.mood.train import train as train_moods
from recommender.prediction.mood.train import write_moods
from recommender.prediction.mood.uncertain import probabilities_of_estimates
from tests.builders.moods import manifest_of
from tests.builders.songs import USUAL, made_songs


@pytest.fixture(scope="module")
def songs():
    return made_songs()


@pytest.fixture(scope="module")
def fitted(songs):
    rows = np.arange(len(songs))
    return fit_moods(songs, rows).with_temperature(songs, rows)


def test_every_input_is_its_sounds_and_the_logarithms_follow_in_the_order_of_their_names():
    values = {name: float(number) for number, name in enumerate(INPUTS, start=1)}
    row = as_row(msgspec.structs.replace(USUAL, **values))
    assert dict(zip(INPUTS, row, strict=True)) == values
    logged = {
        "duration_ms": 1_000,
        "acousticness": 0.01,
        "instrumentalness": 0.01,
        "liveness": 0.01,
        "speechiness": 0.01,
    }
    assert with_logarithms(row[None])[0] == pytest.approx(
        [*values.values(), *(np.log(values[name] + added) for name, added in logged.items())]
    )


def test_the_rule_is_learnt_and_the_majority_beaten(songs):
    found = evaluate_moods(songs, repeats=1)
    assert found.scores["accuracy"] > 0.9
    assert found.baselines["accuracy"] < 0.4
    assert any("noise" in finding for finding in found.report.findings)


def test_noise_is_not_told_for_knowledge():
    songs = made_songs(160)
    shuffled = MoodTable(
        values=songs.values, moods=np.random.default_rng(1).permutation(songs.moods), artists=songs.artists
    )
    found = evaluate_moods(shuffled, repeats=1)
    assert found.scores["accuracy"] < 0.4
    assert found.scores["log_loss"] > found.baselines["log_loss"] - 0.05


def test_an_artist_stands_on_one_side_and_moods_are_spread_evenly(songs):
    folds = group_folds(songs.artists, 10, np.random.default_rng(0), labels=songs.moods)
    assert all(len(set(folds[songs.artists == each])) == 1 for each in np.unique(songs.artists))
    shares_of_a_mood = [np.bincount(songs.moods[folds == fold], minlength=4).tolist() for fold in range(10)]
    assert np.ptp(shares_of_a_mood, axis=0).max() <= 3


def test_what_is_served_answers_as_what_was_trained(songs, fitted, tmp_path):
    trained = train_moods(songs, repeats=1)
    trained.write_version(tmp_path)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("mood", FINGERPRINT)))
    model = served.load(tmp_path)
    moods = model.moods(USUAL)
    assert sum(mood.probability for mood in moods) == pytest.approx(1.0)
    assert moods == shares(fitted.probabilities(as_row(USUAL)[None])[0])
    report = trained.evaluation.report
    assert (trained.score, trained.baseline) == (report.value(SERVED, "accuracy"), report.value(BASELINE, "accuracy"))


def test_turning_energy_up_makes_it_energetic_and_down_calm(fitted):
    loud = msgspec.structs.replace(USUAL, energy=0.95, valence=0.9)
    quiet = msgspec.structs.replace(USUAL, energy=0.05, valence=0.1)
    found = fitted.probabilities(np.stack([as_row(loud), as_row(quiet)]))
    assert [MOODS[each] for each in found.argmax(axis=1)] == ["Energetic", "Calm"]


def test_beyond_the_training_songs_the_answer_says_so_and_is_only_less_sure(fitted, tmp_path):
    write_moods(tmp_path, fitted)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("mood", FINGERPRINT)))
    model = served.load(tmp_path)
    far, farther = (msgspec.structs.replace(USUAL, duration_ms=each) for each in (2e6, 4e6))
    assert model.outside(far) == ("duration_ms",)
    assert np.array_equal(*(fitted.evenly_sure(as_row(each)[None]) for each in (far, farther)))
    here, there = model.moods(far), model.moods(farther)
    assert [share.mood for share in here] == [share.mood for share in there]
    assert there[0].probability < here[0].probability
    assert model.outside(USUAL) == ()


def test_a_version_without_a_temperature_answers_as_it_did(fitted, tmp_path):
    without = replace(fitted, temperature=None)
    write_moods(tmp_path, without)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("mood", FINGERPRINT)))
    assert served.load(tmp_path).moods(USUAL) == shares(fitted.evenly_sure(as_row(USUAL)[None])[0])


def test_a_version_of_another_declaration_or_a_broken_one_is_refused(fitted, tmp_path):
    write_moods(tmp_path, fitted)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("mood", "else")))
    with pytest.raises(FingerprintMismatch):
        served.load(tmp_path)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of("mood", FINGERPRINT)))
    (tmp_path / served.MODEL_FILE).write_bytes(b"PK nothing")
    with pytest.raises(BadArtifact, match="refused"):
        served.load(tmp_path)


def test_bad_estimates_make_flat_answers(fitted):
    rng = np.random.default_rng(3)
    loud = as_row(msgspec.structs.replace(USUAL, energy=0.9, valence=0.9))[None]
    estimates = rng.uniform(0, 1, (300, len(PERCEPTUAL)))
    good = Misses(estimates, np.zeros_like(estimates))
    bad = Misses(estimates, rng.normal(0, 0.5, estimates.shape))
    sure, unsure = (probabilities_of_estimates(fitted, loud, each)[0] for each in (good, bad))
    assert sure == pytest.approx(fitted.probabilities(loud)[0])
    assert sure.argmax() == unsure.argmax()
    assert unsure.max() < sure.max() - 0.1


def test_misses_are_those_of_similar_estimates(fitted):
    """Estimates are right for quiet sounds and worthless for loud ones: only the latter answers flatten."""
    rng = np.random.default_rng(4)
    estimates = rng.uniform(0, 1, (400, len(PERCEPTUAL)))
    is_loud = estimates[:, PERCEPTUAL.index("energy")] > 0.5
    misses = Misses(estimates, rng.normal(0, 0.5, estimates.shape) * is_loud[:, None])
    values = np.stack(
        [as_row(msgspec.structs.replace(USUAL, energy=e, valence=0.9, acousticness=0.5)) for e in (0.02, 0.98)]
    )
    flatter = fitted.probabilities(values).max(axis=1) - probabilities_of_estimates(fitted, values, misses).max(axis=1)
    assert flatter[0] < flatter[1]


def written(path, rows, **renamed):
    names = [renamed.get(name, name) for name in (*INPUTS, "artist", "mood")]
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(names)
        table.writerows(rows)
    return path


GOOD = [*as_row(USUAL).tolist(), "Ann", "calm"]


def test_columns_are_found_by_either_name_and_bad_rows_counted(tmp_path):
    rows = [GOOD, [*GOOD[:-1], "Angry"], ["", *GOOD[1:]], [*GOOD[:3], "7", *GOOD[4:]], GOOD]
    table = read_moods(written(tmp_path / "moods.csv", rows, duration_ms="length"))
    assert (len(table), table.n_left_out) == (2, 3)
    assert table.moods.tolist() == [MOODS.index("Calm")] * 2
    assert table.values[0].tolist() == as_row(USUAL).tolist()


def test_songs_without_an_artist_are_of_nobody_else_in_another_folder_either(tmp_path):
    rows = [[*GOOD[:-2], "", "calm"]] * 2
    for folder in ("home", "other"):
        (tmp_path / folder).mkdir()
    tables = [read_moods(written(tmp_path / folder / "moods.csv", rows)) for folder in ("home", "other")]
    assert len({artist for table in tables for artist in table.artists}) == 4


def test_a_missing_column_or_mood_or_file_is_named(tmp_path):
    with pytest.raises(BadInput, match="no column energy"):
        read_moods(written(tmp_path / "a.csv", [GOOD], energy="power"))
    with pytest.raises(BadInput, match="no row"):
        read_moods(written(tmp_path / "b.csv", [[*GOOD[:-1], "Angry"]]))
    with pytest.raises(BadInput, match="not a file"):
        read_moods(tmp_path / "c.csv")
    with pytest.raises(BadInput, match="too few songs of Happy 0"):
        evaluate_moods(read_moods(written(tmp_path / "d.csv", [GOOD] * 30)))
    one_artist = [[*GOOD[:-1], mood] for mood in MOODS for _ in range(20)]
    with pytest.raises(BadInput, match="too few artists of Happy 1"):
        evaluate_moods(read_moods(written(tmp_path / "e.csv", one_artist)))


def test_moods_are_named_in_any_case():
    assert [parse_mood(each.lower()) for each in MOODS] == list(MOODS)
