import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.prediction.streams import train as train_module
from recommender.prediction.streams.baselines import ALWAYS_0, DECAYED
from recommender.prediction.streams.heard.features import heard_rows, plays_after
from recommender.prediction.streams.known_songs import FACTS, KnownSongs
from recommender.prediction.streams.linear import fit_ridge
from recommender.prediction.streams.listener_evaluation import FIRST, HEARD, MODEL, evaluate_listener
from recommender.prediction.streams.log import log_of
from recommender.prediction.streams.outcomes import fit_outcomes, shortest_interval
from recommender.prediction.streams.records import Play
from recommender.prediction.streams.search import AS_GOOD
from recommender.prediction.streams.train import train
from recommender.prediction.streams.unheard.features import NAMES, FirstPlays
from recommender.prediction.streams.unheard.first_plays import first_play_panel
from recommender.prediction.streams.windows import MIN_PLAYS, MIN_SONGS, folds, moments_of, split
from recommender.records import ListenerId
from tests.builders.history import START, binges, play


@pytest.fixture(scope="module")
def log():
    return log_of(binges())


@pytest.fixture(scope="module")
def found(log):
    return evaluate_listener(log, np.random.default_rng(0), n_resamples=5)


def test_skips_and_podcasts_are_no_plays():
    log = log_of(
        [
            play("A", "Band", day=0),
            play("A", "Band", day=1, listened_s=29.9),
            play("B", "Band", day=2, listened_s=None),
            play("Episode 1", "Talk", day=3, listened_s=25 * 60),
            play("Episode 2", "Talk", day=4, listened_s=100),
        ]
    )
    assert (log.titles, log.artists, len(log.day), len(log.skip_day)) == (("A", "B"), ("Band",), 2, 1)


def test_one_long_song_makes_no_podcast_and_a_song_that_is_known_to_be_one_never_does():
    usual = [play("Short", "Prog", day=day) for day in range(20)]
    assert log_of([*usual, play("Suite", "Prog", day=3.5, listened_s=23.5 * 60)]).n_left_out == 0
    symphony = Play(START, "Symphony", "Composer", 50 * 60.0, is_song=True)
    assert log_of([*usual, symphony]).artists == ("Composer", "Prog")


def test_a_history_in_which_no_song_comes_twice_is_refused_in_words():
    once = log_of([play(f"Song {number}", f"Artist {number % 30}", day=number / 5) for number in range(1000)])
    with pytest.raises(BadInput, match="no song is played again"):
        evaluate_listener(once, np.random.default_rng(0), n_resamples=1)


def test_a_listener_who_cannot_be_learnt_from_stops_nobody(log):
    once = log_of([play(f"Song {number}", f"Artist {number % 30}", day=number / 5) for number in range(1000)])
    told = []
    made = train(
        {ListenerId("once"): once, ListenerId("anna"): log},
        n_resamples=2,
        leave_out=lambda listener, why: told.append((listener, str(why))),
    )
    assert made.parameters == {"listeners": 1.0}
    assert [(listener, "no song is played again" in why) for listener, why in told] == [("once", True)]


def test_a_play_told_twice_is_one():
    assert len(log_of([play("A", "Band", day=0)] * 2).day) == 1


def test_without_a_real_play_there_is_no_log():
    with pytest.raises(BadInput, match="segue import history"):
        log_of([play("A", "Band", day=0, listened_s=3)])


def test_features_are_blind_to_the_future(log):
    earlier = log_of([binge for binge in binges() if binge.at < log.moment(100.0)])
    now, then = heard_rows(log, 100.0), heard_rows(earlier, 100.0)
    names = [(log.titles[each]) for each in now.song]
    assert names == [earlier.titles[each] for each in then.song]
    np.testing.assert_allclose(now.x, then.x, rtol=1e-5)


def test_features_count_what_was_heard():
    log = log_of(
        [play("A", "Band", day=day) for day in (0, 1, 1.1)] + [play("B", "Band", day=2), play("C", "X", day=40)]
    )
    rows = heard_rows(log, 10.25)
    assert [log.titles[each] for each in rows.song] == ["A", "B"]
    assert rows.column("plays").tolist() == [3, 1]
    assert rows.column("days_heard").tolist() == [2, 1]
    assert rows.column("days_since_last_play")[1] == pytest.approx(8.0)
    halved = 0.5 ** ((10.25 - 0.25 - 2) / 7)
    assert rows.column("artist_other_plays_decayed_7d")[0] == pytest.approx(halved, rel=1e-4)
    assert plays_after(log, 0.9, rows.song).tolist() == [2, 1]


def test_a_first_play_knows_nothing_of_itself(log):
    first = FirstPlays(log, KnownSongs())
    song = int(np.argsort(first.first_day)[300])
    moment = float(first.first_day[song])
    blind = log_of([binge for binge in binges() if binge.at < log.moment(moment)])
    artist = blind.artists.index(log.artists[log.song_artist[song]])
    row, expected = first.of_song(song, moment), FirstPlays(blind, KnownSongs()).of_artist(artist, moment)
    known = [at for at, name in enumerate(NAMES) if name not in ("skips", "title_has_guest", "title_has_version")]
    np.testing.assert_allclose(row[known], expected[known], rtol=1e-4)


def test_the_share_of_a_genre_is_what_was_heard_lately_of_it():
    known = KnownSongs(("A", "B"), ("X", "Y"), ("rock", "jazz"), np.zeros((2, len(FACTS)), np.float32))
    plays = [play("A", "X", day=0), play("B", "Y", day=30), play("C", "Z", day=31)]
    first = FirstPlays(log_of(plays), known)
    shares = first.genre_shares(60.25)
    assert shares["rock"] == pytest.approx(1 / 3, abs=1e-3)
    assert shares["jazz"] == pytest.approx(2 / 3, abs=1e-3)
    assert first.genre_share("jazz", 20.0) == 0.0


def test_no_training_window_reaches_into_the_test(log):
    moments = moments_of(log)
    train, test = split(moments)
    assert moments[train[-1]] + 30 <= moments[test[0]]
    for earlier, later in folds(train):
        assert moments[earlier[-1]] + 30 <= moments[later[0]]
        assert later[-1] <= train[-1]
    first = first_play_panel(log, KnownSongs())
    assert first.moment[first.train].max() + 30 <= first.moment[first.test].min()


def test_a_short_history_is_refused():
    with pytest.raises(BadInput, match=r"spans 6\d days.*needs 130"):
        moments_of(log_of(binges(days=60)))


@pytest.mark.parametrize(("n_plays", "n_songs"), [(MIN_PLAYS - 1, MIN_SONGS), (MIN_PLAYS, MIN_SONGS - 1)])
def test_few_plays_or_songs_are_refused(n_plays, n_songs):
    with pytest.raises(BadInput, match=f"has {n_plays} plays of {n_songs} songs; at least {MIN_PLAYS} plays of"):
        moments_of(log_of(play(f"Song {n % n_songs}", "A", day=n) for n in range(n_plays)))
    assert len(moments_of(log_of(play(f"Song {n % MIN_SONGS}", "A", day=n) for n in range(MIN_PLAYS))))


def test_the_ridge_finds_a_line_on_logs():
    x = np.random.default_rng(0).uniform(0, 50, (400, 2))
    y = 2 * np.log1p(x[:, 0]) - np.log1p(x[:, 1])
    np.testing.assert_allclose(fit_ridge(x, y, penalty=1e-9).of(x), y, atol=1e-5)


def test_outcomes_rise_with_the_score_and_hold_their_level():
    rng = np.random.default_rng(0)
    score = rng.uniform(0, 3, 4_000)
    plays = rng.poisson(np.exp(score) - 1)
    outcomes = fit_outcomes(score, plays)
    for each in ("mean", "median", "high", "any"):
        assert np.all(np.diff(outcomes.at(np.linspace(0, 3, 50), each)) >= 0)
    low, high = np.round(outcomes.at(score, "low")), np.round(outcomes.at(score, "high"))
    assert 0.75 <= np.mean((plays >= low) & (plays <= high)) <= 0.95


def test_the_shortest_interval_holds_enough():
    assert shortest_interval(np.array([0, 0, 0, 0, 9]), 0.8) == (0.0, 0.0)
    assert shortest_interval(np.array([0, 5, 5, 6, 6]), 0.8) == (5.0, 6.0)


def test_what_can_be_learnt_is_learnt(found):
    report = found.report
    assert report.value(MODEL, "log R2", subject=HEARD) > report.value(DECAYED, "log R2", subject=HEARD)
    assert report.value(MODEL, "MAE", subject=HEARD) <= report.value(ALWAYS_0, "MAE", subject=HEARD)
    assert report.value(MODEL, "Spearman", subject=FIRST) > 0.2
    assert report.value(MODEL, "coverage of 80 %", subject=HEARD) > 0.75


def test_every_setting_that_was_tried_is_kept(found):
    assert {each.part for each in found.tries} == {"heard", "unheard", "rate"}
    heard = [each for each in found.tries if each.part == "heard"]
    chosen = [each.score for each in heard if each.penalty == found.heard.penalty]
    assert max(chosen) >= max(each.score for each in heard) - AS_GOOD


def test_a_listener_without_pattern_is_not_foreseen():
    rng = np.random.default_rng(3)
    noise = [play(f"Song {rng.integers(300)}", "Everybody", day=float(day)) for day in rng.uniform(0, 200, 3_000)]
    report = evaluate_listener(log_of(noise), np.random.default_rng(0), n_resamples=2).report
    assert report.value(MODEL, "R2", subject=HEARD) < 0.1


def test_a_listener_whose_model_cannot_be_fitted_is_in_neither_models_nor_report(log, monkeypatch):
    fit = train_module._fit

    def fail_for_some(listener_id, *rest):
        if listener_id != "anna":
            raise np.linalg.LinAlgError("singular")
        return fit(listener_id, *rest)

    monkeypatch.setattr(train_module, "_fit", fail_for_some)
    left_out = []
    logs = {ListenerId("anna"): log, ListenerId("ben"): log}
    made = train(logs, n_resamples=2, leave_out=lambda listener, _why: left_out.append(listener))
    assert left_out == ["ben"]
    assert not any("listener 2" in row.model for row in made.evaluation.report.rows)
    with pytest.raises(BadInput, match="none of the 2 histories"):
        train({ListenerId("ben"): log, ListenerId("carl"): log}, n_resamples=2)
