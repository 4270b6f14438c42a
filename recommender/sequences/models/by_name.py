"""The models by the names of the report, each with the settings that are tried."""

from recommender.sequences.models.context import RulesInContext, RulesWithinSession
from recommender.sequences.models.neighbours import TrackNeighbours
from recommender.sequences.models.popularity import DecayedPopularity, Popularity, Repeat, SameArtist
from recommender.sequences.models.rules import Markov, SequentialRules
from recommender.sequences.models.sessions_alike import SessionsAlike

AnyModel = (
    Popularity
    | DecayedPopularity
    | SameArtist
    | Repeat
    | SequentialRules
    | Markov
    | RulesInContext
    | RulesWithinSession
    | TrackNeighbours
    | SessionsAlike
)
"""Those that a published blend may have."""

SETTINGS: dict[str, tuple[AnyModel, ...]] = {
    "popularity": (Popularity(),),
    "decayed popularity": tuple(DecayedPopularity(days) for days in (4.0, 1.0, 2.0, 7.0, 30.0)),
    "repeat most recent plays": (Repeat(),),
    "same artist, decayed popularity": tuple(SameArtist(days) for days in (7.0, 2.0, 30.0, 90.0)),
    "Markov, first order": (Markov(pair_weight=0.0),),
    "Markov, second order with back-off": tuple(Markov(weight) for weight in (1.0, 0.5, 2.0)),
    "sequential rules": tuple(SequentialRules(steps) for steps in (30, 10)),
    "sequential rules, newer more": tuple(
        SequentialRules(30, decay_days=days, span=span) for span in (3, 1) for days in (30.0, 7.0, 90.0)
    ),
    "rules in context": tuple(
        RulesInContext(weight, decay_days=days) for weight in (30.0, 3.0) for days in (30.0, None)
    ),
    "rules within the session": tuple(RulesWithinSession(steps) for steps in (10, 3, 30)),
    "item-kNN": tuple(TrackNeighbours(span, shrink) for span in (5, 1) for shrink in (5.0, 20.0)),
    "V-SKNN": tuple(SessionsAlike(k) for k in (500, 100)),
    "V-SKNN, age and nearness": tuple(
        SessionsAlike(200, age_days=days, near=near) for near in (3.0, 10.0) for days in (30.0, 7.0, 90.0)
    ),
}
BLENDED = (
    "decayed popularity",
    "same artist, decayed popularity",
    "Markov, second order with back-off",
    "sequential rules, newer more",
    "rules in context",
    "rules within the session",
    "item-kNN",
    "V-SKNN, age and nearness",
)
"""The parts of the blend: those without which the choice of weights comes out worse."""
