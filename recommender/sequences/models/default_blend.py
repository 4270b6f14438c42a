"""The blend where there are too few sessions to choose one by."""

from recommender.sequences.models.blend import Blend, Part
from recommender.sequences.models.context import RulesInContext, RulesWithinSession
from recommender.sequences.models.neighbours import TrackNeighbours
from recommender.sequences.models.popularity import DecayedPopularity, SameArtist
from recommender.sequences.models.rules import Markov, SequentialRules
from recommender.sequences.models.sessions_alike import SessionsAlike

DEFAULT_BLEND = Blend(
    (
        Part(DecayedPopularity(4.0), -0.13, 1.18, 0.05),
        Part(SameArtist(7.0), -0.33, 0.0, 1.05),
        Part(Markov(1.0), 0.86, 0.26, -0.49),
        Part(SequentialRules(30, decay_days=90.0, span=3), -0.83, 0.85, 0.02),
        Part(RulesInContext(30.0, decay_days=30.0), 0.80, 0.53, -0.08),
        Part(RulesWithinSession(30), 3.92, 1.93, -1.84),
        Part(TrackNeighbours(5, 5.0), 1.12, 1.68, -1.04),
        Part(SessionsAlike(200, age_days=30.0, near=3.0), -1.43, 2.12, 0.15),
    )
)
"""What a conditional logit finds on one listener's 822 sessions of training (docs/sessions.md), rounded."""
