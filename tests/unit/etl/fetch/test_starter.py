import pytest

from etl.fetch.starter import Source, answers, fetch_starter
from recommender.errors import NotReady
from tests.builders.progress import Silence
from tests.file_server import FileServer


def giving(name, tmp_path, *, reachable=True):
    folder = tmp_path / name
    return Source(name, folder, folder.mkdir, lambda: reachable)


def failing(name, tmp_path):
    def fetch():
        raise NotReady("has nothing")

    return Source(name, tmp_path / name, fetch)


def test_the_first_source_that_answers_is_taken(tmp_path):
    sources = [giving("fma", tmp_path), giving("debian", tmp_path)]
    assert fetch_starter(sources, progress=Silence()) == tmp_path / "fma"
    assert not (tmp_path / "debian").exists()


def test_an_unreachable_source_is_passed_over(tmp_path):
    sources = [giving("fma", tmp_path, reachable=False), giving("debian", tmp_path)]
    assert fetch_starter(sources, progress=Silence()) == tmp_path / "debian"


def test_a_failing_source_is_passed_over(tmp_path):
    assert fetch_starter([failing("fma", tmp_path), giving("debian", tmp_path)], progress=Silence()).name == "debian"


def test_a_finished_library_is_used_again_without_asking_anyone(tmp_path):
    fetch_starter([failing("fma", tmp_path), giving("debian", tmp_path)], progress=Silence())
    again = [giving("fma", tmp_path), failing("debian", tmp_path)]
    assert fetch_starter(again, progress=Silence()) == tmp_path / "debian"


def test_no_source_at_all_names_the_way_out(tmp_path):
    sources = [giving("fma", tmp_path, reachable=False), failing("debian", tmp_path)]
    with pytest.raises(NotReady, match=r"fma: does not answer.*debian: has nothing.*MUSIC="):
        fetch_starter(sources, progress=Silence())


def test_a_server_answers_or_does_not():
    state = FileServer({"/fma/a.zip": b"x"})
    running = state.start()
    assert answers(state.url + "a.zip")
    assert not answers(state.url + "b.zip")
    running.shutdown()
    running.server_close()
    assert not answers(state.url + "a.zip")
