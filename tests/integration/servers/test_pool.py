import pytest

from etl.ingest.pool import Crashed, Pool
from recommender.errors import SegueError
from tests.pool_work import Unloadable, answer
from tests.processes import is_gone


def run(works, *, n_workers=2, **options):
    with Pool(answer, n_workers=n_workers, **options) as pool:
        for work in works:
            pool.submit(work)
        return list(pool.results())


def test_every_piece_is_answered_once():
    works = [str(n) for n in range(20)]
    results = run(works)
    assert sorted(results) == sorted((work, f"did {work}") for work in works)


def test_a_process_that_dies_takes_only_what_it_was_doing_with_it():
    results = dict(run(["a", "b", "die", "c", "d", "exit 3", "e", "f"]))
    assert results.pop("die") == Crashed("the process died by SIGSEGV")
    assert results.pop("exit 3") == Crashed("the process ended with 3")
    assert results == {work: f"did {work}" for work in "abcdef"}


def test_nothing_but_crashes_ends_too():
    results = run(["die"] * 4, n_workers=1)
    assert [outcome for _, outcome in results] == [Crashed("the process died by SIGSEGV")] * 4


def test_what_was_killed_from_outside_is_told_from_what_crashed():
    assert run(["killed"], n_workers=1) == [("killed", Crashed("the process died by SIGKILL", "killed"))]


def test_ctrl_c_is_left_to_the_parent():
    assert run(["interrupt"], n_workers=1) == [("interrupt", "did interrupt")]


def test_work_that_takes_too_long_is_stopped_and_the_rest_done():
    results = dict(run(["hang", "a", "b"], n_workers=1, limit_s=1.0))
    assert results == {"hang": Crashed("took longer than 1 s", "timeout"), "a": "did a", "b": "did b"}


def test_the_parent_has_its_turn_while_no_result_comes():
    turns = []
    with Pool(answer, n_workers=1, limit_s=1.0) as pool:
        assert len(list(pool.results(["hang"], idle=lambda: turns.append(1)))) == 1
    assert turns


def test_work_can_be_added_while_results_come_and_is_done_behind_all_other():
    order = []
    with Pool(answer, n_workers=1) as pool:
        for work, _ in pool.results("abcd"):
            order.append(work)
            if work == "a":
                pool.submit("later")
    assert order == ["a", "b", "c", "d", "later"]


def test_the_source_is_asked_late_so_that_it_may_change_its_mind():
    coming = list("abcdef")

    def source():
        while coming:
            yield coming.pop(0)

    order = []
    with Pool(answer, n_workers=1) as pool:
        for work, _ in pool.results(source()):
            order.append(work)
            if work == "a":
                coming.insert(0, "urgent")
    assert order.index("urgent") < order.index("d")
    assert sorted(order) == ["a", "b", "c", "d", "e", "f", "urgent"]


def test_each_process_runs_one_thread():
    assert dict(run(["threads"], n_workers=1)) == {"threads": "1"}


def test_a_process_that_cannot_start_is_nobodys_fault_and_an_error():
    with Pool(Unloadable(), n_workers=1) as pool:
        pool.submit("a")
        with pytest.raises(SegueError, match="does not start: the process ended with 1"):
            list(pool.results())


def test_leaving_early_ends_the_processes():
    with Pool(answer, n_workers=1) as pool:
        pool.submit("pid")
        pool.submit("hang")
        _, pid = next(pool.results())
    assert is_gone(int(pid))


def test_no_work_is_no_process():
    with Pool(answer, n_workers=2) as pool:
        assert list(pool.results()) == []
        assert not pool._workers


@pytest.mark.parametrize("n_workers", [1, 3])
def test_more_processes_than_work_do_no_harm(n_workers):
    assert run(["a"], n_workers=n_workers) == [("a", "did a")]
