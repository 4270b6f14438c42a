import pytest

from tests.architecture import Source, environment_reads, imports, shapes, strays, wrong_directions
from tests.test_architecture import ROOT, watched_import


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("recommender.x", "import etl.audio"),
        ("recommender.x", "from infra.settings import Settings"),
        ("streaming.x", "import webapp"),
        ("etl.x", "from spark_jobs import build"),
        ("webapp.x", "def f():\n    from infra import settings"),
        ("webapp.x", "from ..infra import settings"),
        ("webapp.x", "from importlib import import_module\nimport_module('streaming.consumer')"),
        ("recommender.x", "import importlib\nimportlib.import_module(f'infra.commands.{name}')"),
        ("infra.x", "import benchmarks.report"),
        ("infra.x", "import tests.fakes"),
        ("etl.x", "if TYPE_CHECKING:\n    from streaming import topics"),
    ],
)
def test_an_import_up_or_sideways_is_told(module, text):
    assert wrong_directions(Source(module, text))


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("recommender.x", "from recommender.errors import NotFound"),
        ("recommender.similarity.x", "from . import space\nfrom ..errors import NotFound"),
        ("etl.x", "import recommender.records"),
        ("infra.x", "import etl, spark_jobs, streaming, webapp, recommender"),
        ("benchmarks.x", "import infra.settings"),
    ],
)
def test_an_import_down_is_fine(module, text):
    assert wrong_directions(Source(module, text)) == []


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("recommender.similarity.neighbours", "annoy"),
        ("etl.x", "annoy"),
        ("webapp.x", "pymongo"),
        ("spark_jobs.x", "pymongo"),
        ("infra.x", "confluent_kafka"),
        ("streaming.x", "flask"),
        ("etl.x", "pyspark"),
        ("recommender.x", "librosa"),
        ("etl.x", "librosa"),
        ("infra.x", "soundfile"),
        ("webapp.x", "mutagen"),
        ("webapp.x", "tantivy"),
        ("etl.x", "sklearn.decomposition"),
    ],
)
def test_a_library_away_from_its_home_is_told(module, package):
    assert strays(Source(module, f"import {package}"))
    assert strays(Source(module, f"def f():\n    from {package} import something"))


def test_a_library_at_home_is_fine():
    assert strays(Source("recommender.similarity.search.trees", "import annoy")) == []
    assert strays(Source("infra.stores.tracks", "from pymongo import MongoClient")) == []
    assert strays(Source("benchmarks.index", "import annoy, hnswlib")) == []


def test_a_library_without_a_home_is_for_tests_and_benchmarks():
    assert strays(Source("etl.x", "import librosa")) == ["etl.x imports librosa, whose home is tests and benchmarks"]
    assert strays(Source("benchmarks.x", "import librosa")) == []


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['A']",
        "import os\nos.getenv('A')",
        "from os import environ",
        "from os import getenv as g",
        "import os\ndef f():\n    os.environ.update(a='1')",
    ],
)
def test_touching_the_environment_is_told(text):
    assert environment_reads(Source("webapp.x", text))
    assert environment_reads(Source("benchmarks.x", text))
    assert environment_reads(Source("infra.settings", text)) == []


def test_a_parameter_called_environment_is_fine():
    assert environment_reads(Source("infra.x", "def f(environ):\n    return environ['A']")) == []


def test_long_files_and_names_that_say_nothing_are_told():
    assert shapes(Source("etl.x", "a = 1\n" * 251))
    assert shapes(Source("etl.x", "a = 1\n" * 250)) == []
    for name in ("utils", "audio_utils", "helpers", "base", "manager", "session_manager"):
        assert shapes(Source(f"etl.{name}", ""))
    assert shapes(Source("etl.database", "")) == []


def test_relative_imports_are_resolved():
    assert list(imports(Source("webapp.api.tracks", "from . import errors"))) == ["webapp.api.errors"]
    assert list(imports(Source("webapp.api", "from . import errors", is_package=True))) == ["webapp.api.errors"]
    assert list(imports(Source("webapp.api.tracks", "from ...infra import x"))) == ["infra.x"]


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("open('made.txt', 'w')", "open"),
        ("import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).bind(('127.0.0.1', 0))", "socket.bind"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", "thread"),
        ("import json", None),
    ],
)
def test_a_deed_at_import_is_told(tmp_path, monkeypatch, deed, told):
    (tmp_path / "doing.py").write_text(deed)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "import_watcher.py").write_text((ROOT / "tests" / "import_watcher.py").read_text())
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    deeds = watched_import(["doing"])
    assert (told is None and deeds == []) or any(told in line for line in deeds)
