import pytest

from tests.builders.audio import make_sound
from tests.builders.ingested_library import Library


@pytest.fixture(scope="session")
def three_sounds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    return [make_sound(folder / f"{name}.mp3", seed=seed).read_bytes() for seed, name in enumerate("abc", start=1)]


@pytest.fixture
def library(tmp_path, three_sounds):
    for name, content in zip("abc", three_sounds, strict=True):
        (tmp_path / f"{name}.mp3").write_bytes(content)
    return Library(tmp_path)
