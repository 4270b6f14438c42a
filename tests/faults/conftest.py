"""What tests of faults share: how long they go on, servers of their own, and the rows of docs/reliability.md."""

import json
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from tests.integration.listening_stack import ListeningStack


@dataclass(frozen=True)
class Extent:
    """How much is tried: enough to notice in CI, or as much as the reliability page is about."""

    n_messages: int
    n_restarts: int
    n_sockets: int
    events_per_s: float
    seconds: float


SHORT = Extent(n_messages=1_500, n_restarts=1, n_sockets=8, events_per_s=20, seconds=8)
LONG = Extent(n_messages=10_000, n_restarts=5, n_sockets=50, events_per_s=50, seconds=60)


@pytest.fixture(scope="session")
def extent(request: pytest.FixtureRequest) -> Extent:
    """The long form with `--long-faults`, else the short one."""
    return LONG if request.config.getoption("--long-faults") else SHORT


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that keeps one row of what was tried; `--fault-report FILE` says where."""
    file = request.config.getoption("--fault-report")

    def keep(fault: str, **figures: object) -> None:
        print(f"\n{fault}: {figures}")
        if file:
            with Path(file).open("a") as rows:
                rows.write(json.dumps({"fault": fault, **figures}) + "\n")

    return keep


@pytest.fixture
def stack(settings) -> Iterator[ListeningStack]:
    """Topics, a database and workers of this test's own."""
    stack = ListeningStack(settings)
    yield stack
    stack.close()


@pytest.fixture(scope="module")
def long_noise(tmp_path_factory) -> Path:
    """Ten minutes that do not fit into the buffers between server and client, also as Opus."""
    path = tmp_path_factory.mktemp("music") / "noise.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", ""))
        file.writeframes(np.random.default_rng(1).bytes(600 * 8_000))
    return path
