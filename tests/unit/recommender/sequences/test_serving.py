import numpy as np
import pytest

from recommender.errors import BadArtifact, BadInput
from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.blend import Blend, Part, max_normalised
from recommender.sequences.models.by_name import SETTINGS
from recommender.sequences.models.default_blend import DEFAULT_BLEND
from recommender.sequences.serving import served
from recommender.sequences.serving.artifact import read, write
from recommender.sequences.serving.served import HeardTrack
from recommender.sequences.serving.session_arrays import arrays_of, join
from tests.builders.sessions import made_sessions, memory, query, session

EVERY_MODEL = tuple(models[0] for models in SETTINGS.values())
BLEND = Blend(tuple(Part(models[0], 1.0) for models in SETTINGS.values()))
N_TRACKS = 40


@pytest.fixture(scope="module")
def sessions():
    return made_sessions(np.random.default_rng(5), 60)


@pytest.fixture(scope="module")
def folder(sessions, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sessions")
    track_ids, artists = [f"t{number}" for number in range(N_TRACKS)], [f"a{number}" for number in range(4)]
    write(arrays_of(sessions[:40]), folder, track_ids=track_ids, artists=artists, blend=BLEND)
    return folder


def heard(*tracks: int, day: float = 99.0) -> list[HeardTrack]:
    one = session(*tracks, day=day)
    return [
        HeardTrack(f"t{track}", f"a{track // 10}", float(at)) for track, at in zip(one.tracks, one.day, strict=True)
    ]


@pytest.mark.parametrize("model", EVERY_MODEL, ids=repr)
def test_what_was_published_and_learned_since_scores_as_learned_at_once(model, folder, sessions):
    published, _ = read(folder)
    for n_known in (40, 60):
        for one in sessions[published.log.n_sessions : n_known]:
            published.learn(one)
        at_once = SessionMemory(sessions[:n_known])
        for asked in (query(3, 4, n_tracks=N_TRACKS), query(39, 0, 7, 7, n_tracks=N_TRACKS)):
            scores, expected = (
                max_normalised(model.score(known, asked), current=asked.current) for known in (published, at_once)
            )
            assert scores == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_partitions_join_in_the_order_in_which_sessions_ended(sessions):
    parts = [arrays_of(sessions[1::2]), arrays_of([]), arrays_of(sessions[::2])]
    joined, whole = join(parts), arrays_of(sessions)
    for name in ("track", "artist", "day", "start"):
        assert getattr(joined, name).tolist() == getattr(whole, name).tolist()


def test_arrays_hold_the_sessions_as_they_were(sessions):
    assert [one.tracks.tolist() for one in arrays_of(sessions[::-1]).sessions()] == [
        one.tracks.tolist() for one in sessions
    ]


def test_tracks_are_asked_and_answered_by_their_names(folder):
    best = served.load(folder).next_tracks(heard(3, 4), n=5)
    assert len(best) == 5
    assert best[0].track_id == "t5"
    assert [pick.score for pick in best] == sorted((pick.score for pick in best), reverse=True)
    assert "t4" not in {pick.track_id for pick in best}


def test_a_session_that_has_ended_is_known_at_once_with_its_new_tracks(folder):
    sessions = served.load(folder)
    assert sessions.n_tracks == N_TRACKS
    sessions.learn([*heard(3, day=98.0), HeardTrack("new", "nobody", 98.001), HeardTrack("new 2", "nobody", 98.002)])
    assert sessions.n_tracks == N_TRACKS + 2
    assert "new" in {pick.track_id for pick in sessions.next_tracks(heard(3), n=5)}
    after_new = sessions.next_tracks([HeardTrack("new", "nobody", 99.0)], n=1)
    assert after_new[0].track_id == "new 2"


def test_asking_learns_nothing(folder):
    sessions = served.load(folder)
    before = sessions.next_tracks(heard(3, 4), n=10)
    sessions.next_tracks([*heard(3), HeardTrack("never heard", "nobody", 99.0)], n=10)
    assert sessions.next_tracks(heard(3, 4), n=10) == before
    assert sessions.n_tracks == N_TRACKS


def test_nothing_heard_has_nothing_next(folder, tmp_path):
    assert served.load(folder).next_tracks([], n=5) == []
    write(arrays_of([]), tmp_path, track_ids=[], artists=[], blend=BLEND)
    empty = served.load(tmp_path)
    assert empty.next_tracks(heard(3), n=5) == []
    empty.learn(heard(3, 4))
    assert [pick.track_id for pick in empty.next_tracks(heard(3), n=5)] == ["t4"]


def test_the_best_are_those_of_a_full_sort():
    rng = np.random.default_rng(2)
    for _ in range(50):
        scores = rng.choice([0.0, 0.1, 0.2, 0.5, 0.9], size=30) * rng.random(30).round(1)
        plays, likely = rng.integers(9, size=30).astype(float), rng.integers(30, size=12)
        current = int(rng.integers(40))
        order = sorted(range(30), key=lambda track: (-scores[track] - 1e-9 * plays[track], track))
        expected = [track for track in order if scores[track] > 0 and track != current]
        for n in (1, 5, 40):
            best = served.best_of(scores.copy(), plays, likely=likely, current=current, n=n)
            assert best.tolist() == expected[:n]


def test_a_blend_is_the_sum_of_its_models_each_by_its_highest(sessions):
    known = SessionMemory(sessions)
    for prefix in ((3,), (3, 4), (39, 0, 7, 7)):
        asked = query(*prefix, n_tracks=N_TRACKS)
        of_parts = [max_normalised(part.model.score(known, asked), current=asked.current) for part in BLEND.parts]
        assert BLEND.score(known, asked) == pytest.approx(np.sum(of_parts, axis=0))


def test_weights_below_0_move_all_that_is_known_above_0_and_nothing_else(sessions):
    known, asked = SessionMemory(sessions), query(3, 4, n_tracks=N_TRACKS + 5)
    parts = [Part(model, 1.0, -2.0, -0.5) for model in EVERY_MODEL[-8:]]
    scores = Blend(tuple(parts)).score(known, asked)
    of_models = [max_normalised(part.model.score(known, asked), current=4) for part in parts]
    plain = sum(part.worth(of_model) for part, of_model in zip(parts, of_models, strict=True))
    is_known = np.max(of_models, axis=0) > 0
    assert scores[is_known] == pytest.approx(plain[is_known] + 8 * 2.5)
    assert not scores[~is_known].any()
    assert (scores >= 0).all()


def test_some_tracks_score_as_they_do_among_all(sessions):
    known, tracks = SessionMemory(sessions), np.array([2, 3, 4, 5, 39])
    weighed = Blend(tuple(Part(part.model, 1.0, -2.0, 0.5) for part in BLEND.parts))
    for blend in (BLEND, weighed, DEFAULT_BLEND, Blend(())):
        for prefix in ((3,), (3, 4), (39, 0, 7, 7), (44,)):
            asked = query(*prefix, n_tracks=N_TRACKS)
            expected = blend.score(known, asked)[tracks]
            assert blend.score_of(tracks, known, asked) == pytest.approx(expected, abs=1e-12)


def test_more_than_there_is_gives_all_there_is(folder):
    assert len(served.load(folder).next_tracks(heard(3, 4), n=1_000)) < N_TRACKS


def test_a_track_without_a_name_is_not_written(tmp_path):
    with pytest.raises(BadInput, match="without a name"):
        write(arrays_of([session(0, 1)]), tmp_path, track_ids=["only one"], artists=["a0"], blend=BLEND)


def test_a_damaged_version_is_refused(folder, tmp_path):
    with pytest.raises(BadArtifact, match="the version is refused"):
        served.load(tmp_path)
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "place_play.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(BadArtifact, match="the version is refused"):
        served.load(tmp_path)


def test_the_log_asks_older_and_newer_sessions_as_one(folder, sessions):
    published, _ = read(folder)
    for one in sessions[40:]:
        published.learn(one)
    log, whole = published.log, memory(*(tuple(one.tracks.tolist()) for one in sessions)).log
    plays, numbers = np.arange(whole.n_plays), np.arange(whole.n_sessions)
    assert (log.n_tracks, log.n_plays, log.n_sessions) == (whole.n_tracks, whole.n_plays, whole.n_sessions)
    for name in ("tracks_at", "sessions_at", "are_first"):
        assert (getattr(log, name)(plays) == getattr(whole, name)(plays)).all()
    for older_or_newer in (numbers, numbers[:3], numbers[-3:]):
        for mine, theirs in zip(log.bounds(older_or_newer), whole.bounds(older_or_newer), strict=True):
            assert (mine == theirs).all()
    for limit in (1, 3, 1_000):
        assert [log.newest_plays(track, limit).tolist() for track in range(50)] == [
            whole.newest_plays(track, limit).tolist() for track in range(50)
        ]
