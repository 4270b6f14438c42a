from dataclasses import replace
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest

from recommender.prediction.popularity.served import Outlook
from recommender.room.binary import read_map
from tests.builders.index import kind_of
from tests.builders.moods import made_moods
from webapp.app import create_app

SONG = "k00-t00"


def ghost(client, **turned):
    answer = client.get("/api/v1/map/ghost", query_string={"track_id": SONG, **turned})
    assert answer.status_code == 200, answer.json
    return answer.json


def test_faster_it_stands_among_the_faster_songs_and_names_them(client):
    told = ghost(client, tempo=130)
    assert {kind_of(each["track"]["track_id"]) for each in told["nearest"][:5]} == {"k02"}
    places = read_map(client.get("/api/v1/map").data).positions
    rows = [each["row"] for each in told["nearest"][:5]]
    assert np.linalg.norm(places[rows].mean(axis=0) - told["position"]) < 0.15
    assert not told["is_empty"]


def test_knobs_tell_what_was_what_is_and_how_far_they_turn(web, client):
    tempo = web.catalogue.tracks[0].sound.tempo_bpm
    told = {each["name"]: each for each in ghost(client, tempo=130)["knobs"]}
    assert (told["tempo"]["value"], told["tempo"]["unit"]) == (130, "BPM")
    assert told["tempo"]["original"] == pytest.approx(tempo, abs=1e-3)
    assert told["tempo"]["low"] < tempo < 130 < told["tempo"]["high"]
    assert told["loudness"]["value"] == told["loudness"]["original"]
    assert told.keys() == {"tempo", "loudness", "brightness", "noisiness", "contrast", "rhythm_strength"}


def test_differences_are_to_the_song_that_was_chosen(web, client):
    tracks = {track.track_id: track for track in web.catalogue.tracks}
    for each in ghost(client, tempo=130)["nearest"]:
        near = tracks[each["track"]["track_id"]].sound.tempo_bpm
        assert each["differences"] == {"tempo": pytest.approx(near - tracks[SONG].sound.tempo_bpm, abs=1e-3)}


def test_where_the_library_is_empty_it_says_so(client):
    told = ghost(client, tempo=900)
    assert (told["is_empty"], told["n_like"]) == (True, 0)


def test_without_models_there_is_neither_mood_nor_popularity(client):
    told = ghost(client)
    assert (told["moods"], told["popularity"]) == (None, None)


class LoudIsPopular:
    """Stands for the model of popularity."""

    def outlook(self, song):
        return Outlook(expected=float(50 + song.audio[3]), low=0.0, high=120.0)


def test_moods_and_popularity_are_those_of_the_turned_features(web):
    library = made_moods({track.track_id: (0.25,) * 4 for track in web.catalogue.tracks})
    asked = []
    mood = SimpleNamespace(moods=lambda features: asked.append(features) or library.moods(SONG))
    popularity = LoudIsPopular()
    lab = web.lab(library_moods=lambda: library, mood=lambda: mood, popularity=lambda: popularity)
    client = create_app(replace(web.services(), lab=lab)).test_client()
    client.get("/api/v1/listener")
    told = ghost(client, loudness=-20, energy=0.9)
    assert (asked[0].loudness, asked[0].energy) == (-20, pytest.approx(0.9))
    assert asked[0].valence == msgspec.structs.asdict(library.description(SONG).audio())["valence"]
    assert told["popularity"] == {"expected": 30.0, "low": 0.0, "high": 100.0}
    assert len(told["moods"]) == 4
    assert {"energy", "valence"} <= {each["name"] for each in told["knobs"]}


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("track_id=gone&tempo=100", 404, "not in the catalogue"),
        (f"track_id={SONG}&energy=0.5", 503, "energy is not known of this song yet; run `segue build moods`"),
        (f"track_id={SONG}&energy=1.5", 400, "query"),
        (f"track_id={SONG}&tempo=nan", 400, "tempo"),
        (f"track_id={SONG}&tempo=fast", 400, "query"),
        (f"track_id={SONG}&plays=3", 400, "query"),
        ("tempo=100", 400, "track_id"),
    ],
)
def test_what_cannot_be_answered_says_what_and_why(client, query, status, words):
    answer = client.get(f"/api/v1/map/ghost?{query}")
    assert (answer.status_code, words in answer.json["detail"]) == (status, True), answer.json
