"""Jobs as processes: what they say is kept and told, and they end in any case."""

import sys
from pathlib import Path
from threading import Event

from infra.schedule.child import last_line, run_in_child
from recommender.errors import ServerUnavailable


def test_a_job_is_a_process_whose_output_is_kept(tmp_path: Path):
    log = tmp_path / "logs" / "build.log"
    command = (sys.executable, "-c", "import sys; print('working'); sys.exit(3)")
    assert run_in_child(log, Event(), command=command) == 3
    assert run_in_child(log, Event(), command=command) == 3
    assert log.read_text().count("working") == 2


def test_stopping_the_scheduler_stops_the_job(tmp_path: Path):
    stop = Event()
    stop.set()
    command = (sys.executable, "-c", "import time; time.sleep(60)")
    assert run_in_child(tmp_path / "log", stop, command=command) < 0


def test_a_job_tells_its_newest_line(tmp_path: Path):
    told: list[str] = []
    command = (sys.executable, "-c", "print('reading'); print('done', flush=True)")
    assert run_in_child(tmp_path / "log", Event(), command=command, tell=told.append) == 0
    assert told[-1] == "done"


def test_a_server_that_takes_no_news_does_not_stop_the_job(tmp_path: Path):
    def away(_: str) -> None:
        raise ServerUnavailable("MongoDB does not answer")

    command = (sys.executable, "-c", "import time; print('reading', flush=True); time.sleep(1); print('done')")
    assert run_in_child(tmp_path / "log", Event(), command=command, tell=away) == 0
    assert (tmp_path / "log").read_text().endswith("done\n")


def test_a_job_that_hangs_is_ended_even_if_it_does_not_listen(tmp_path: Path):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    told: list[str] = []
    command = (sys.executable, "-c", deaf)
    code = run_in_child(tmp_path / "log", Event(), command=command, tell=told.append, max_s=2.0, max_ending_s=0.5)
    assert (code, told[-1]) == (-9, "deaf")


def test_the_last_line_is_the_newest_whole_one_of_this_run(tmp_path):
    log = tmp_path / "train.log"
    log.write_text("an older run\n")
    began = log.stat().st_size
    assert last_line(log, after=began) == ""
    with log.open("a") as written:
        written.write("fold 1\nfold 2\n\nfold")
    assert last_line(log, after=began) == "fold 2"
