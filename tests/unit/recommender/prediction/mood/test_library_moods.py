"""A library described by trained models, and what is looked up of it."""

import msgspec
import numpy as np
import pytest

from recommender.errors import BadArtifact, FingerprintMismatch
from recommender.prediction.descriptors.features import FINGERPRINT as DESCRIPTORS
from recommender.prediction.descriptors.features import N_INPUTS, Scaling
from recommender.prediction.descriptors.fitting import FittedDescriptors
from recommender.prediction.descriptors.linear import Linear
from recommender.prediction.descriptors.records import PERCEPTUAL, Misses
from recommender.prediction.descriptors.served import DescriptorModel
from recommender.prediction.library.build import LibraryInputs, NothingToDescribe, read_inputs, write_library
from recommender.prediction.library.moods import FINGERPRINT, KIND, TABLE_FILE, load
from recommender.prediction.mood.features import FINGERPRINT as MOOD
from recommender.prediction.mood.features import INPUTS, with_logarithms
from recommender.prediction.mood.logistic import MoodLogistic
from recommender.prediction.mood.records import MOODS
from recommender.prediction.mood.served import MoodModel
from recommender.records import SoundFacts, TrackId
from tests.builders.moods import manifest_of

SOUND = SoundFacts(duration_s=200.0, loudness_lufs=-9.0, tempo_bpm=120.0, key=9, mode="minor")
ENERGY = INPUTS.index("energy")
ONE, OTHER = TrackId("one"), TrackId("other")


@pytest.fixture(scope="module")
def descriptors():
    """Estimates energy as the first input, all else as 0.5."""
    weights = np.zeros((N_INPUTS + 1, len(PERCEPTUAL)))
    weights[0, PERCEPTUAL.index("energy")], weights[-1] = 1.0, 0.5
    weights[-1, PERCEPTUAL.index("energy")] = 0.0
    fitted = FittedDescriptors("ridge", Scaling(np.zeros(N_INPUTS), np.ones(N_INPUTS)), Linear(weights))
    r2 = {name: 0.5 if name == "energy" else 0.1 for name in PERCEPTUAL}
    misses = Misses(np.full((10, 7), 0.5), np.zeros((10, 7)))
    return DescriptorModel(manifest_of("descriptors", DESCRIPTORS, "20260101T000000Z-dddddd"), fitted, r2, misses)


@pytest.fixture(scope="module")
def mood():
    """Much energy is energetic, little is calm."""
    n = with_logarithms(np.ones((1, len(INPUTS)))).shape[1]
    weights = np.zeros((n, 4))
    weights[ENERGY, MOODS.index("Energetic")] = 10.0
    weights[ENERGY, MOODS.index("Calm")] = -10.0
    edge = np.full(len(INPUTS), 1e7)
    fitted = MoodLogistic(np.full(n, 0.5), np.ones(n), weights, np.zeros(4), -edge, edge)
    return MoodModel(manifest_of("mood", MOOD, "20260102T000000Z-eeeeee"), fitted)


@pytest.fixture
def library():
    quiet, loud = np.zeros(N_INPUTS, np.float32), np.zeros(N_INPUTS, np.float32)
    quiet[0], loud[0] = 0.1, 0.9
    return LibraryInputs({OTHER: loud, ONE: quiet}, {ONE: SOUND, OTHER: SOUND})


@pytest.fixture
def folder(tmp_path, library, descriptors, mood):
    write_library(tmp_path, library, descriptors, mood)
    (tmp_path / "manifest.json").write_bytes(msgspec.json.encode(manifest_of(KIND, FINGERPRINT)))
    return tmp_path


def test_every_track_has_moods_and_features(folder):
    moods = load(folder)
    assert moods.moods(ONE)[0].mood == "Calm"
    assert moods.moods(OTHER)[0].mood == "Energetic"
    assert sum(each.probability for each in moods.moods(ONE)) == pytest.approx(1, abs=1e-6)
    assert moods.tracks_of("Calm") == [ONE]
    values = {feature.name: feature for feature in moods.description(OTHER).features}
    assert values["energy"].value == pytest.approx(0.9)
    assert (values["energy"].trust, values["energy"].is_weak) == (0.5, False)
    assert values["valence"].is_weak
    assert values["duration_ms"].value == 200_000


def test_a_track_that_was_not_described_has_nothing(folder):
    moods = load(folder)
    assert (moods.moods("new"), moods.description("new")) == (None, None)


def test_what_was_heard_is_kept_for_the_next_build(folder, library):
    kept = read_inputs(folder)
    assert set(kept) == {ONE, OTHER}
    assert np.array_equal(kept[OTHER], library.inputs[OTHER])


def test_another_recipe_starts_from_nothing(folder):
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest_of(KIND, "else" + MOOD)))
    assert read_inputs(folder) == {}
    with pytest.raises(FingerprintMismatch):
        load(folder)


def test_the_models_that_were_used_are_known(folder):
    models = load(folder).models
    assert models.descriptors_version.endswith("dddddd")
    assert models.mood_version.endswith("eeeeee")


def test_a_broken_table_is_refused(folder):
    (folder / TABLE_FILE).write_bytes(b"PK")
    with pytest.raises(BadArtifact, match="refused"):
        load(folder)


def test_an_empty_library_says_what_to_do(tmp_path, descriptors, mood):
    with pytest.raises(NothingToDescribe, match="segue ingest"):
        write_library(tmp_path, LibraryInputs({}, {}), descriptors, mood)
