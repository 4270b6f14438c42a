"""What a network over sessions is made of."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["GRU", "self-attention"]


@dataclass(frozen=True, kw_only=True)
class NetworkSettings:
    """One network: tracks in, the chance of each track to come next out."""

    kind: Kind
    """A gated recurrent unit (Hidasi et al. 2016, GRU4Rec) or self-attention (Kang and McAuley 2018, SASRec)."""
    width: int = 64
    """Numbers of a track's vector and of the state."""
    n_blocks: int = 1
    """Of self-attention; a GRU has one layer."""
    dropout: float = 0.3
    """Of the inputs and the states."""
    epochs: int = 15
    learning_rate: float = 5e-3
    knows_artists: bool = True
    """Whether a track's vector has a part that all tracks of its artist share."""


@dataclass(frozen=True)
class Refit:
    """When a network goes on learning from the sessions that have ended since."""

    every_sessions: int = 25
    epochs: int = 2
    """Over all sessions so far."""


SETTINGS = (
    NetworkSettings(kind="GRU", epochs=10),
    NetworkSettings(kind="self-attention", epochs=15),
)
"""The best of those that docs/sessions.md names, each of which takes a minute to try."""
