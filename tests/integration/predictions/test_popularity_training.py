"""Training from end to end on made-up tracks, Keras replaced by plain shares: what is published, and when."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadInput
from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import N_CELLS
from recommender.prediction.popularity.evaluate import NOT_WIDENED, evaluate
from recommender.prediction.popularity.models.fitted import TrainConfig
from recommender.prediction.popularity.models.network import Network
from recommender.prediction.popularity.other_origin import RECALIBRATED, evaluate_elsewhere
from recommender.prediction.popularity.sampling import sample_artists
from recommender.prediction.popularity.served import load
from recommender.prediction.popularity.splits import SPLITS
from recommender.prediction.popularity.train import train
from recommender.prediction.sound.audio_features import NAMES
from recommender.prediction.training import NotBetter
from tests.builders.popularity import GENRES, made_network, made_tracks, with_popularity

NOW = datetime(2026, 2, 1, tzinfo=UTC)
ENSEMBLE = "ensemble, genre not told"


def shares_only(matrix, cells, *, seed, epochs):
    """Return a network that says of every track what share of all tracks each cell has."""
    del epochs
    made = made_network(matrix, np.random.default_rng(seed))
    counts = np.bincount(cells, minlength=N_CELLS) + 1.0
    return Network(made.scale, (*(0 * weight for weight in made.weights[:-1]), np.log(counts / counts.sum())))


EFFORT = TrainConfig(fit_network=shares_only)


def sounding_tracks(n: int, *, seed: int = 0):
    """Return tracks whose popularity hangs on energy most of all, and somewhat on their genre."""
    tracks = made_tracks(n, seed=seed)
    genre = np.array([GENRES.index(names[0]) for names in tracks.genres])
    energy = tracks.audio[:, NAMES.index("energy")]
    return with_popularity(tracks, np.round(8 * genre + 70 * energy))


def quiet(_step):
    """Say nothing."""


@pytest.fixture(scope="module")
def trained():
    return train(sounding_tracks(600), data_cutoff=NOW, config=EFFORT, progress=quiet)


def test_what_is_published_answers_and_knows_its_figures(trained, tmp_path):
    store = ArtifactStore(tmp_path)
    served = load(store.local_path("popularity", store.publish("popularity", trained.write_version)))
    manifest = served.manifest
    assert manifest.metric == "R2, unknown artist"
    assert manifest.offline_metrics[manifest.metric] > manifest.baseline_metrics[manifest.metric]
    assert manifest.counts["rows"] == 600
    assert manifest.data_cutoff == NOW
    assert set(served.metadata.trust) == {"known", "unknown"}
    calm, lively = made_tracks().audio[:2].copy()
    calm[NAMES.index("energy")], lively[NAMES.index("energy")] = 0.1, 0.9
    assert served.predict(Song(audio=lively)).expected > served.predict(Song(audio=calm)).expected + 20


def test_the_baseline_stands_beside_each_case(trained):
    for model in ("unknown artist: genre mean and shares", "known artist, new release: artist mean (shrunk)"):
        assert trained.evaluation.report.value(model, "R2") < 1
    assert trained.evaluation.report.value(
        f"known artist, new release: {ENSEMBLE}", "coverage of 80 %"
    ) == pytest.approx(0.8, abs=0.06)


def test_what_cannot_be_told_is_not_published():
    tracks = made_tracks(600)
    noise = with_popularity(tracks, np.random.default_rng(1).integers(0, 101, 600).astype(float))
    with pytest.raises(NotBetter, match="nothing is published"):
        train(noise, data_cutoff=NOW, config=EFFORT, progress=quiet)


def test_a_handful_of_tracks_is_refused():
    with pytest.raises(BadInput, match="too few"):
        train(made_tracks(50), data_cutoff=NOW, config=EFFORT, progress=quiet)


def test_an_evaluation_has_every_model_with_and_without_the_album():
    report = evaluate(sounding_tracks(400), splits=("release",), config=EFFORT, progress=quiet).report
    for model in ("LightGBM", "neural network", "ensemble"):
        for words in ("no album words", "with album words"):
            assert report.row(f"known artist, new release: {model}, {words}", "R2").n == 400
    assert any("Confusion" in finding for finding in report.findings)
    assert (
        report.findings[-1] == "known artist, new release: intervals are those of home, too few genres can be left out"
    )
    assert report.row(f"known artist, new release: {ENSEMBLE}", "R2").low is not None


def test_another_table_is_asked_about_without_what_both_have():
    tracks = sounding_tracks(400)
    others = replace(
        sounding_tracks(200, seed=3),
        titles=(*tracks.titles[:20], *(f"Other {row}" for row in range(180))),
        artists=(*tracks.artists[:20], *((f"Stranger {row % 30}",) for row in range(180))),
        albums=("",) * 200,
    )
    others = with_popularity(others, np.round(others.popularity / 2))
    report = evaluate_elsewhere(tracks, others, ("artist",), config=EFFORT, progress=quiet)
    assert "of 200 tracks of another origin 20 share a song or an album" in report.protocol
    model = f"unknown artist, elsewhere: {ENSEMBLE}"
    assert report.row(model, "R2").n == 180
    assert report.value(model, "R2 after an affine fit") > report.value(model, "R2")
    assert report.value(model, "Spearman") > 0.5
    again = report.value(f"unknown artist, elsewhere: {RECALIBRATED}", "MAE")
    assert again < report.value(model, "MAE")


def test_rows_of_another_table_are_judged_by_whether_the_artist_is_known():
    tracks = sounding_tracks(400)
    others = replace(
        sounding_tracks(200, seed=3),
        titles=tuple(f"Other {row}" for row in range(200)),
        artists=(*tracks.artists[:120], *((f"Stranger {row % 30}",) for row in range(80))),
        albums=("",) * 200,
    )
    report = evaluate_elsewhere(tracks, others, SPLITS, config=EFFORT, progress=quiet)
    n_rows = {row.model.split(":")[0]: row.n for row in report.rows if "elsewhere" in row.model}
    assert n_rows == {"unknown artist, elsewhere": 80, "known artist, new release, elsewhere": 120}
    for case in n_rows:
        for model in (ENSEMBLE, "ensemble, no album words"):
            assert report.value(f"{case}: {model}", "Spearman") > 0.5
            assert report.value(f"{case.replace('elsewhere', 'at home')}: {model}", "Spearman") > 0.5


def test_a_case_of_few_rows_is_named_and_not_judged():
    tracks = sounding_tracks(400)
    others = replace(
        sounding_tracks(100, seed=3),
        titles=tuple(f"Other {row}" for row in range(100)),
        artists=(*tracks.artists[:10], *((f"Stranger {row % 30}",) for row in range(90))),
        albums=("",) * 100,
    )
    report = evaluate_elsewhere(tracks, others, SPLITS, config=EFFORT, progress=quiet)
    not_widened, finding = report.findings
    assert not_widened == f"unknown artist: {NOT_WIDENED}"
    assert finding.startswith("not judged: known artist, new release: 10 tracks of ")
    assert finding.endswith("artists; at least 50 tracks of 10 artists are needed")


def many_genres(n: int):
    """Return tracks of 16 genres, each with a level of its own that neither sound nor artist tells."""
    tracks = sounding_tracks(n)
    genre = np.arange(n) % 16
    tracks = replace(
        tracks,
        genres=tuple((f"genre {each}",) for each in genre.tolist()),
        artists=tuple((f"Artist {row // 2}",) for row in range(n)),
    )
    levels = np.random.default_rng(5).permutation(16) * 4.0
    return with_popularity(tracks, np.round(levels[genre] + 20 * tracks.audio[:, NAMES.index("energy")]))


def test_intervals_for_another_origin_hold_80_percent_of_genres_left_out():
    report = evaluate(many_genres(1_200), splits=("artist",), served_only=True, config=EFFORT, progress=quiet).report
    left_out = f"unknown artist, of a genre left out: {ENSEMBLE}"
    assert report.value(left_out, "coverage of 80 %") == pytest.approx(0.8, abs=0.08)
    assert not any("intervals are those of home" in finding for finding in report.findings)


def test_a_sample_is_of_whole_artists():
    tracks = made_tracks(400)
    part = sample_artists(tracks, 100)
    names = part.first_artists
    assert 100 <= len(part) < 200
    assert all((tracks.first_artists == name).sum() == (names == name).sum() for name in set(names))
    assert sample_artists(tracks, None) is tracks
