from collections.abc import Iterator

from structlog.testing import capture_logs

from etl.ingest.analysis_order import ASK_EVERY_S, AnalysisOrder
from etl.ingest.ledger import KnownFile
from recommender.errors import ServerUnavailable
from recommender.records import TrackId


def files(**mtimes: int) -> list[KnownFile]:
    return [
        KnownFile(url=f"file:///{name}", size=1, mtime_ns=mtime_ns, track_id=TrackId(name))
        for name, mtime_ns in mtimes.items()
    ]


def names(order: AnalysisOrder) -> list[str]:
    return [file.track_id for file in order]


def test_the_newest_files_come_first_and_each_once() -> None:
    assert names(AnalysisOrder(files(old=1, new=3, middle=2), tuple)) == ["new", "middle", "old"]


def test_what_is_wanted_comes_before_the_newest_in_the_order_of_the_wish() -> None:
    wanted = [TrackId(name) for name in ("old", "elsewhere", "older", "old")]
    assert names(AnalysisOrder(files(older=1, old=2, new=9), lambda: wanted)) == ["old", "older", "new"]


def test_what_a_listener_does_meanwhile_counts_at_the_next_look() -> None:
    now, wanted, n_asked = 0.0, list[TrackId](), 0

    def ask() -> list[TrackId]:
        nonlocal n_asked
        n_asked += 1
        return wanted

    order = AnalysisOrder(files(a=5, b=4, c=3, d=2), ask, monotonic=lambda: now)
    assert next(order).track_id == "a"
    wanted.append(TrackId("d"))
    assert next(order).track_id == "b"
    assert n_asked == 1
    now += ASK_EVERY_S
    assert names(order) == ["d", "c"]
    assert n_asked == 2


def test_once_it_is_put_off_nothing_more_comes() -> None:
    now, is_put_off = 0.0, False
    order = AnalysisOrder(files(a=3, b=2, c=1), tuple, is_put_off=lambda: is_put_off, monotonic=lambda: now)
    assert next(order).track_id == "a"
    is_put_off = True
    assert next(order).track_id == "b"
    now += ASK_EVERY_S
    assert names(order) == []
    is_put_off = False
    assert names(order) == []


def test_what_is_put_off_from_the_beginning_gets_on_by_one_file_a_process() -> None:
    order = AnalysisOrder(files(a=3, b=2, c=1), tuple, is_put_off=lambda: True, n_at_least=2, monotonic=lambda: 0.0)
    assert names(order) == ["a", "b"]


def test_where_nobody_answers_the_last_order_counts_until_somebody_does() -> None:
    now, answers = 0.0, [["b", "c"], ServerUnavailable("MongoDB does not answer"), ["a"]]

    def ask() -> Iterator[TrackId]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        yield from map(TrackId, answer)

    order = AnalysisOrder(files(d=4, c=3, b=2, a=1), ask, monotonic=lambda: now)
    assert next(order).track_id == "b"
    now += ASK_EVERY_S
    with capture_logs() as logs:
        assert next(order).track_id == "c"
    assert [(log["event"], log["kind"]) for log in logs] == [("wanted_tracks_not_known", "ServerUnavailable")]
    now += ASK_EVERY_S
    assert names(order) == ["a", "d"]


def test_nobody_is_asked_for_nothing() -> None:
    def ask() -> list[TrackId]:
        raise AssertionError("asked")

    assert names(AnalysisOrder([], ask)) == []
