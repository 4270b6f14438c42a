from contextlib import suppress
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from flask import Flask

from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, FingerprintMismatch, NotFound, OutOfRange
from recommender.prediction.releases import served
from recommender.prediction.releases.credits import artist_key
from recommender.prediction.releases.rolling import Rolling
from recommender.prediction.releases.train import train
from tests.builders.careers import made_careers
from tests.builders.web import MadeWeb, open_gate
from webapp.api.endpoint import register_endpoints
from webapp.lab.releases import Releases
from webapp.problems import register_problems

NAMED = {0: "Nena", 1: "Nena Hagen", 2: "The Cure"}


@pytest.fixture(scope="module")
def careers():
    made = made_careers(n_artists=120, n_years=16)
    names = tuple(NAMED.get(i, name) for i, name in enumerate(made.names))
    debut = made.debut.copy()
    debut[0], debut[1] = 2, 16
    counts = made.counts.copy()
    counts[0] = [0, 0, *[3] * 14]
    counts[1] = 0
    return replace(made, names=names, keys=tuple(each.lower() for each in names), debut=debut, counts=counts)


@pytest.fixture(scope="module")
def folder(careers, tmp_path_factory):
    store = ArtifactStore(tmp_path_factory.mktemp("artifacts"))
    trained = train(careers)
    return store.local_path("releases", store.publish("releases", trained.write_version))


@pytest.fixture(scope="module")
def model(folder):
    return served.load(folder)


@pytest.fixture
def client(model, tmp_path):
    return client_of(model, tmp_path)


def client_of(model, tmp_path):
    web = MadeWeb(tmp_path)
    services = replace(web.services(), lab=web.lab(releases=lambda: model))
    app = Flask("releases")
    register_problems(app)
    register_endpoints(open_gate(app), Releases().endpoints(), services)
    return app.test_client()


def test_what_is_served_is_what_was_trained(model, careers):
    rolling = Rolling(careers)
    for origin in (8, 15):
        fitted = rolling.model(origin, 1)
        expected = rolling.means(fitted, origin)
        rows = rolling.moment(origin).rows
        for place in np.flatnonzero(careers.debut[rows] < origin)[:10]:
            found = model.forecast(int(rows[place]), 1990 + origin + 1)
            assert found.expected == pytest.approx(expected[place], rel=0.02)


def test_a_past_year_shows_the_truth_and_a_later_one_does_not(model):
    past, later = model.forecast(0, 2003), model.forecast(0, 2006)
    assert (past.actual, past.last_year, past.mean) == (3, 3, 3)
    assert later.actual is None
    assert past.low <= past.expected <= past.high
    assert model.history(0) == [(year, 3) for year in range(1992, 2006)]


def test_years_far_ahead_stay_within_reason(model):
    far = [model.forecast(0, year) for year in range(2006, model.years[1] + 1)]
    assert [each.years_ahead for each in far] == list(range(1, len(far) + 1))
    assert all(0 < each.expected <= 4 and each.low >= 0 for each in far)


@pytest.mark.parametrize(
    ("row", "year", "why"),
    [
        (0, 2040, "too far ahead"),
        (0, 1992, "before it ended nothing was known of them"),
        (0, 1980, "before it ended nothing was known of them"),
        (0, 1993, "too little came before 1993"),
        (1, 2006, "complete up to 2005 only"),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_reason(model, row, year, why):
    with pytest.raises(OutOfRange, match=why):
        model.forecast(row, year)


def test_the_whole_part_of_what_is_expected_lies_in_its_interval(model):
    _, last = model.years
    for row in range(0, len(model.names.names), 7):
        for year in (last - 9, last):
            with suppress(OutOfRange):
                found = model.forecast(row, year)
                assert found.low <= int(found.expected) <= found.high
                assert found.level > 0.6
                assert (found.low, found.high) == (0, 0) or found.level < 0.95


def test_names_are_found_however_they_are_written(model):
    assert model.names.row("  NENA ") == 0
    assert model.names.row("Nena feat. Somebody") == 0
    with pytest.raises(NotFound, match=r"nearest names: Nena\b"):
        model.names.row("Nenna")
    assert model.names.suggested("nen", limit=5) == [0, 1]
    assert model.names.suggested("cur", limit=5) == [2]
    assert model.names.suggested("", limit=5) == []


def test_names_that_are_hidden_are_not_found_and_the_others_keep_their_rows(model):
    seen = model.names.without({artist_key("Nena")})
    with pytest.raises(NotFound) as refused:
        seen.row("Nena")
    assert "Nena" not in str(refused.value).replace("'Nena'", "")
    assert seen.row(model.names.names[2]) == 2
    assert seen.suggested("nen", limit=5) == [1]
    assert seen.without(()).suggested("cur", limit=5) == [2]


def test_another_declaration_or_a_broken_file_is_refused(folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(served, "FINGERPRINT", "other")
        with pytest.raises(FingerprintMismatch):
            served.load(folder)
    monkeypatch.setattr(served, "_NAMES_FILE", "missing.json")
    with pytest.raises(BadArtifact):
        served.load(folder)


def test_json_and_form_are_answered_alike(client):
    by_json = client.post("/predicted/regression", json={"artist": "nena", "year": 2006})
    by_form = client.post("/predicted/regression", data={"artist": "nena", "year": "2006"})
    assert by_json.status_code == by_form.status_code == 200
    answer = by_json.json
    assert answer == by_form.json
    assert (answer["artist"], answer["year"], answer["data_up_to_year"]) == ("Nena", 2006, 2005)
    assert answer["level"] == pytest.approx(0.8, abs=0.1)
    assert answer["baseline"] == {"last_year": 3, "mean": 3}
    assert answer["history"][0] == {"year": 1992, "n_releases": 3}
    assert "Nena are to be expected in 2006" in answer["in_words"]
    assert answer["model_version"]


def test_a_browser_s_form_is_sent_to_the_page(client):
    form = {"artist": "Nena & Co", "year": "2006"}
    answer = client.post("/predicted/regression", data=form, headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/lab/year?artist=Nena+%26+Co&year=2006"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"artist": "Nenna", "year": 2006}, 404, "Nena"),
        ({"artist": "Nena", "year": 2300}, 422, "too far ahead"),
        ({"artist": "Nena", "year": "soon"}, 422, "year"),
        ({"artist": "Nena"}, 422, "year"),
        ({"artist": "", "year": 2006}, 422, "artist"),
        ([], 400, "not an object"),
    ],
)
def test_bad_questions_are_refused_with_the_field(client, body, status, said):
    answer = client.post("/predicted/regression", json=body)
    assert answer.status_code == status
    assert said in answer.json["detail"]


def test_names_are_suggested(client):
    answer = client.get("/api/v1/lab/releases/artists?q=nena&limit=1").json
    assert answer["artists"] == [{"artist": "Nena", "first_year": 1992, "last_year": 2005, "n_releases": 42}]
    assert answer["total"] == 120
    assert answer["first_year"] < answer["last_year"]
    assert client.get("/api/v1/lab/releases/artists?q=nena+hagen").json["artists"][0]["n_releases"] == 0


def test_without_a_model_the_command_is_named(tmp_path):
    client = client_of(None, tmp_path)
    for answer in (
        client.post("/predicted/regression", json={"artist": "Nena", "year": 2006}),
        client.get("/api/v1/lab/releases/artists"),
    ):
        assert answer.status_code == 503
        assert "segue train releases" in answer.json["detail"]


def test_an_answer_takes_no_longer_than_20_ms(client):
    times = []
    for _ in range(15):
        began = perf_counter()
        client.post("/predicted/regression", json={"artist": "nena", "year": 2006})
        times.append(perf_counter() - began)
    assert np.median(times) < 0.02
