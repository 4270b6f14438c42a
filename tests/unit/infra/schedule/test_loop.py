from datetime import UTC, datetime, timedelta
from threading import Event

from structlog.testing import capture_logs

from infra.invocation import NOT_BETTER_EXIT
from infra.schedule.loop import Job, Schedule

NOON = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)


def job(codes: list[int], *, name: str = "build index", why: str = "much is new", is_awaited: bool = False) -> Job:
    return Job(name=name, why=lambda *_: why, run=lambda: codes.pop(0), is_awaited=is_awaited)


def schedule(*jobs: Job) -> Schedule:
    return Schedule(jobs=lambda: jobs, clock=lambda: NOON)


def test_one_look_runs_what_is_due_and_only_that():
    assert schedule(job([0])).run_once(Event()) == {"build index": 0}
    assert schedule(job([0], why="")).run_once(Event()) == {}
    both = schedule(job([0]), job([5], name="build charts", why=""), job([1], name="train mood"))
    assert both.run_once(Event()) == {"build index": 0, "train mood": 1}


def test_one_look_goes_on_while_somebody_waits():
    wanted = [True, True, False]
    left, ran = [0, 0, 0], []
    scan = job(left, name="scan Music", is_awaited=True)
    index = Job(name="build index", why=lambda *_: "much is new", run=lambda: ran.append(len(left)) or 5)
    once = Schedule(jobs=lambda: [index, scan], clock=lambda: NOON, is_wanted=lambda: wanted.pop(0))
    assert once.run_once(Event()) == {"scan Music": 0, "build index": 5}
    assert (wanted, left) == ([], [])
    assert ran == [0], "what is due runs once, with all that was scanned"


def test_a_failure_of_an_early_look_is_not_forgotten():
    wanted = [True, False]
    scan = job([3, 0], name="scan Music", is_awaited=True)
    once = Schedule(jobs=lambda: [scan], clock=lambda: NOON, is_wanted=lambda: wanted.pop(0))
    assert once.run_once(Event()) == {"scan Music": 3}


def test_one_look_ends_when_it_is_stopped_although_a_job_waits_again():
    stop, ran = Event(), []

    def run() -> int:
        ran.append(1)
        stop.set()
        return 130

    scans = [Job(name=f"scan {name}", why=lambda *_: "asked", run=run, is_awaited=True) for name in ("one", "two")]
    once = Schedule(jobs=lambda: [*scans, job([0])], clock=lambda: NOON, is_wanted=lambda: True)
    assert once.run_once(stop) == {"scan one": 130}
    assert ran == [1]


def test_the_loop_outlives_failing_jobs_and_failing_looks():
    stop, now, looks = Event(), [NOON], []

    def look(_: datetime, last_tried: datetime | None) -> str:
        looks.append(last_tried)
        if len(looks) == 2:
            raise ConnectionError("the server is away")
        if len(looks) == 4:
            stop.set()
        return "much is new"

    def fail() -> int:
        now[0] += timedelta(hours=1)
        return 1

    failing = Job(name="build index", why=look, run=fail)
    with capture_logs() as logs:
        Schedule(jobs=lambda: [failing], clock=lambda: now[0]).run(stop, every_s=0)
    events = [log["event"] for log in logs]
    assert events.count("build_failed") == 3
    assert "schedule_check_failed" in events
    assert looks == [None, NOON + timedelta(hours=1), NOON + timedelta(hours=1), NOON + timedelta(hours=2)]


def test_a_job_that_cannot_look_does_not_keep_the_others_from_running():
    stop, ran = Event(), []

    def away(*_: object) -> str:
        raise ConnectionError("the server is away")

    def run() -> int:
        ran.append(1)
        stop.set()
        return 0

    broken = Job(name="build index", why=away, run=lambda: 0)
    fine = Job(name="build charts", why=lambda *_: "a week is complete", run=run)
    Schedule(jobs=lambda: [broken, fine], clock=lambda: NOON).run(stop, every_s=0)
    assert ran == [1]


def test_jobs_that_cannot_be_known_are_asked_for_again():
    stop, asked = Event(), []

    def jobs() -> list[Job]:
        asked.append(1)
        if len(asked) == 1:
            raise ConnectionError("the server is away")
        stop.set()
        return []

    Schedule(jobs=jobs, clock=lambda: NOON).run(stop, every_s=0)
    assert len(asked) == 2


def test_a_model_that_is_not_better_is_no_failure():
    with capture_logs() as logs:
        schedule(job([NOT_BETTER_EXIT], name="train mood")).run_once(Event())
    assert [(log["event"], log["log_level"]) for log in logs] == [
        ("build_started", "info"),
        ("version_in_use_kept", "info"),
    ]


def test_a_set_stop_lets_no_further_job_begin():
    stop, ran = Event(), []

    def run() -> int:
        ran.append(1)
        stop.set()
        return 0

    jobs = [Job(name=f"job {n}", why=lambda *_: "due", run=run) for n in range(3)]
    Schedule(jobs=lambda: jobs, clock=lambda: NOON).run(stop, every_s=0)
    assert ran == [1]


def test_a_wish_ends_the_wait_for_the_next_look():
    stop, looks = Event(), []

    def look() -> list[Job]:
        looks.append(1)
        if len(looks) == 2:
            stop.set()
        return []

    Schedule(jobs=look, clock=lambda: NOON, is_wanted=lambda: True).run(stop, every_s=3_600)
    assert len(looks) == 2


def test_a_wish_that_cannot_be_known_is_asked_for_again():
    stop = Event()

    def away() -> bool:
        stop.set()
        raise ConnectionError("the server is away")

    with capture_logs() as logs:
        Schedule(jobs=list, clock=lambda: NOON, is_wanted=away).run(stop, every_s=3_600)
    assert [log["event"] for log in logs] == ["schedule_check_failed"]
