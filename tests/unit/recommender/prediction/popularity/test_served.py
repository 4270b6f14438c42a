from dataclasses import replace

import msgspec
import numpy as np
import pytest

from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import expected_popularity
from recommender.prediction.popularity.extrapolation import COMBINATION, KnownSounds
from recommender.prediction.popularity.saved_model import METADATA_FILE, read_model
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.sound.audio_features import FEATURES, NAMES
from tests.builders.popularity import made_kept, made_network, made_served, made_tracks


@pytest.fixture(scope="module")
def served() -> ServedPopularity:
    return made_served()


@pytest.fixture
def song() -> Song:
    return Song(audio=made_tracks().audio[0], genre="pop")


def test_what_is_read_back_says_what_was_written(served, song):
    other = ServedPopularity(served.manifest, made_kept())
    for each in (song, replace(song, artist="Artist 3"), replace(song, artist_popularity=70.0)):
        assert np.allclose(served.predict(each).cells, other.predict(each).cells)


def test_the_three_cases_of_the_artist(served, song):
    unknown, known = served.predict(replace(song, artist="Nobody")), served.predict(replace(song, artist="artist  39"))
    given = served.predict(replace(song, artist="Artist 39", artist_popularity=12.0))
    assert [each.artist_case for each in (unknown, known, given)] == ["unknown", "known", "given"]
    assert unknown.artist_popularity is None
    assert known.artist_popularity > 60
    assert given.artist_popularity == 12.0
    assert known.expected > given.expected


def test_an_unknown_artist_changes_nothing_but_the_credit(served, song):
    nobody, another = (served.predict(replace(song, artist=name)) for name in ("Nobody", "Another"))
    assert np.array_equal(nobody.cells, another.cells)


@pytest.mark.parametrize(
    "told",
    [{}, {"genre": None}, {"artist": "Artist 5"}, {"artist_popularity": 55.0}, {"title": "A Song (Remix)"}],
    ids=str,
)
def test_the_effects_add_up_to_the_expectation(served, song, told):
    found = served.predict(replace(song, **told))
    assert found.base + sum(effect.effect for effect in found.effects) == pytest.approx(found.expected, abs=1e-6)


def test_many_songs_and_a_quick_look_are_told_the_same(served, song):
    songs = [replace(song, artist=name) for name in ("Artist 5", "Nobody", "Artist 39")]
    predictions = [served.predict(each) for each in songs]
    assert served.expect(songs).tolist() == pytest.approx([each.expected for each in predictions])
    for each, prediction in zip(songs, predictions, strict=True):
        outlook = served.outlook(each)
        told = (outlook.expected, outlook.low, outlook.high)
        assert told == pytest.approx((prediction.expected, prediction.low, prediction.high))


def test_what_is_not_told_has_no_effect(served, song):
    found = {effect.feature: effect for effect in served.predict(replace(song, genre=None)).effects}
    assert "genre" not in found
    assert "artist_popularity" not in found
    assert found["energy"].value == song.audio[NAMES.index("energy")]


def test_the_genre_changes_nothing(served, song):
    found = [served.predict(replace(song, genre=genre)) for genre in (None, "pop", "samba")]
    assert len({each.expected for each in found}) == 1


def test_a_version_of_before_is_read_as_it_was_written(tmp_path, song):
    made_kept(is_genre_told=True).write(tmp_path)
    facts = msgspec.json.decode((tmp_path / METADATA_FILE).read_bytes())
    del facts["is_genre_told"], facts["levels_elsewhere"]
    (tmp_path / METADATA_FILE).write_bytes(msgspec.json.encode(facts))
    old = ServedPopularity(made_served().manifest, read_model(tmp_path))
    by_genre = {old.predict(replace(song, genre=genre)).expected for genre in (None, "pop", "samba")}
    assert len(by_genre) > 1
    assert "genre" in {effect.feature for effect in old.predict(song).effects}


def test_the_interval_is_as_wide_as_tracks_of_another_origin_need(served, song):
    at_home = msgspec.structs.replace(served.metadata, levels_elsewhere={})
    narrow = replace(served, kept=replace(served.kept, metadata=at_home)).predict(song)
    wide = served.predict(song)
    assert wide.low <= narrow.low < narrow.high <= wide.high
    assert wide.high - wide.low > narrow.high - narrow.low


def test_a_usual_song_is_the_base(served):
    found = served.predict(Song(audio=np.array(served.metadata.usual)))
    assert found.base == pytest.approx(found.expected)
    assert not any(effect.effect for effect in found.effects)


def test_bands_interval_and_chance_are_of_one_distribution(served, song):
    found = served.predict(song)
    assert sum(found.bands) == pytest.approx(1)
    assert found.low <= found.expected <= found.high
    assert found.expected == pytest.approx(float(expected_popularity(found.cells[None])[0]))
    assert found.chance_at_least(76) == pytest.approx(found.bands[-1])
    assert found.chance_at_least(0) == pytest.approx(1)


def test_a_curve_goes_through_the_song(served, song):
    found, curves = served.predict(song), served.curves(song)
    assert [curve.feature for curve in curves] == list(NAMES)
    for curve in curves:
        assert dict(curve.points)[curve.value] == pytest.approx(found.expected, abs=1e-6)
        assert [x for x, _ in curve.points] == sorted(x for x, _ in curve.points)
        assert curve.known_low <= curve.points[-1][0]


def test_a_curve_is_what_typing_the_value_would_give(served, song):
    energy = next(curve for curve in served.curves(song) if curve.feature == "energy")
    x, wanted = energy.points[3]
    audio = song.audio.copy()
    audio[NAMES.index("energy")] = x
    assert served.predict(replace(song, audio=audio)).expected == pytest.approx(wanted, abs=1e-6)


def test_curves_stay_within_what_can_be_typed(served, song):
    for curve, feature in zip(served.curves(song), FEATURES, strict=True):
        assert all(feature.low <= x <= feature.high for x, _ in curve.points)


def test_a_feature_beyond_what_was_learned_is_named(served, song):
    assert served.predict(song).outside == ()
    audio = song.audio.copy()
    audio[NAMES.index("tempo")] = 290
    assert served.predict(replace(song, audio=audio)).outside == ("tempo",)


def test_usual_values_that_never_go_together_are_flagged():
    rng = np.random.default_rng(0)
    audio = made_tracks(600).audio
    audio[:, 0] = rng.random(600)
    for place in range(len(NAMES)):
        if NAMES[place] not in ("key", "mode"):
            audio[:, place] = audio[:, 0] + rng.normal(0, 0.01, 600)
    sounds = KnownSounds.of(audio, rng)
    odd = audio[0].copy()
    odd[NAMES.index("energy")], odd[NAMES.index("valence")] = 0.95, 0.05
    assert sounds.outside(np.where(np.arange(13) < 13, np.median(audio, axis=0), 0)) == ()
    assert sounds.outside(odd) == (COMBINATION,)


def test_the_network_takes_gaps_and_comes_back_from_its_arrays():
    rng = np.random.default_rng(0)
    matrix = made_tracks(50).audio.copy()
    matrix[::3, 4] = np.nan
    network = made_network(matrix, rng)
    again = type(network).from_arrays(network.arrays())
    assert np.allclose(network.predict(matrix).sum(axis=1), 1)
    assert np.array_equal(network.predict(matrix), again.predict(matrix))
