from dataclasses import replace
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest

from recommender.prediction.popularity.served import Outlook
from recommender.room.binary import read_map
from tests.builders.index import kind_of
from tests.builders.moods import made_moods
from tests.builders.served_charts import LAST, chart, forecast, served_charts
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
    assert (told["moods"], told["popularity"], told["next_week"]) == (None, None, None)
    assert {each["next_week"] for each in told["nearest"]} == {None}


def test_next_weeks_chance_is_that_of_real_songs_which_a_chart_names(web):
    tracks = web.catalogue.tracks
    near, far = tracks[1], next(track for track in tracks if kind_of(track.track_id) == "k03")
    items = [item(0, SONG, 0.9), item(1, near.track_id, 0.75), item(2, far.track_id, 0.5)]
    listed = msgspec.structs.replace(forecast("boosting"), items=tuple(items))
    charts = served_charts(chart("own", listed))

    def client_in(week):
        lab = web.lab(charts=lambda: charts, known_weeks=lambda: {"own": week}, chart_entries=lambda *_: ())
        client = create_app(replace(web.services(), lab=lab)).test_client()
        client.get("/api/v1/listener")
        return client

    told = ghost(client_in(LAST))
    assert told["next_week"] == {"chart": "own", "week": listed.week, "chance": 0.9}
    chances = {each["track"]["track_id"]: each["next_week"] for each in told["nearest"]}
    assert chances[near.track_id]["chance"] == 0.75
    assert sum(chance is not None for chance in chances.values()) == 1
    # The forecast has not seen the week after it, and nobody stood in that.
    assert ghost(client_in(LAST + 1))["next_week"] is None


def item(place, track_id, chance):
    return msgspec.structs.replace(forecast("boosting").items[place], track_id=track_id, chance=chance)


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
