"""What picks, listeners alike, learned sounds and copies are to reach."""

from benchmarks.quality.goal import RUN_ITSELF, SECONDS, Figure, Goal, Part
from infra.jobs.evaluate_duplicates import SEGUE
from infra.jobs.evaluate_sound import LEARNED, METRICS
from recommender.collaborative.evaluation.cold import SERVED
from recommender.collaborative.evaluation.families import FACTORS
from recommender.collaborative.evaluation.report import COLD, NDCG, RECALL
from recommender.collaborative.evaluation.warm import BLEND
from recommender.prediction.evaluation.report import metric_label, model_label
from recommender.simulation.evaluate import ENGINE, FIRST_PLAYS, LEARNED_FROM

_WHOLE = "whole catalogue"
_WARM = ((RECALL, 0.284), (NDCG, 0.290))
_COLD = ((1, 0.155), (3, 0.20), (5, 0.22))
_AFTER = f"after {LEARNED_FROM} plays"


def _artists(model: str, metric: str, part: Part = "value", *, case: str = _WHOLE) -> tuple[Figure, ...]:
    return (Figure("artists", model_label(model, case=case), metric, part),)


def _picks(metric: str, part: Part) -> tuple[Figure, ...]:
    return (Figure("picks", ENGINE, metric, part),)


ARTIST_GOALS = (
    *(Goal("artists", f"{metric}, {FACTORS}", _artists(FACTORS, metric), ">=", target) for metric, target in _WARM),
    *(Goal("artists", f"{metric}, {BLEND}", _artists(BLEND, metric), ">", target) for metric, target in _WARM),
    *(
        Goal("artists", f"{metric}, {BLEND} less {FACTORS}, lower end of 95 %",
             _artists(f"{BLEND} minus {FACTORS}", metric, "low"), ">", 0.0)
        for metric, _ in _WARM
    ),
    *(
        Goal("artists", f"{RECALL} of listeners not trained on, {n} artist{'s' if n > 1 else ''} known, as served",
             _artists(SERVED, metric_label(RECALL, part=f"{n} random"), case=COLD), ">=", target)
        for n, target in _COLD
    ),
)  # fmt: skip

PICKS_GOALS = (
    Goal("picks", f"finished {_AFTER} less popularity's, lower end of 95 %",
         _picks(f"finished {_AFTER}, less popularity's", "low"), ">", 0.0),
    Goal("picks", f"finished {_AFTER} less the first {FIRST_PLAYS}, lower end of 95 %",
         _picks(f"finished {_AFTER}, less the first {FIRST_PLAYS}", "low"), ">", 0.0),
    Goal("picks", f"regret {_AFTER} less the first {FIRST_PLAYS}, upper end of 95 %",
         _picks(f"regret {_AFTER}, less the first {FIRST_PLAYS}", "high"), "<", 0.0, is_aim=True),
    Goal("picks", "likeness of the first five picks to what plays, two skips less two finished, upper end of 95 %",
         _picks("two skips less two finished", "high"), "<", 0.0),
    Goal("picks", "200 listeners, 200 plays each, engine and baselines, seconds",
         (Figure("picks", RUN_ITSELF, SECONDS),), "<=", 300.0),
)  # fmt: skip

SOUND_GOALS = (
    Goal("sound", "genre of ten nearest by other artists, as served, learned",
         (Figure("sound", LEARNED, METRICS["genre"]),), ">=", 0.89),
    Goal("sound", "genre of ten nearest by other artists, plain cosine, learned",
         (Figure("sound", LEARNED, METRICS["genre_by_cosine"]),), ">=", 0.90),
    Goal("similarity", "album P@10", (Figure("similarity", "segue", "album_p10"),), ">=", 0.253, is_aim=True),
    Goal("duplicates", "precision", (Figure("duplicates", SEGUE, "precision"),), ">=", 0.98),
    Goal("duplicates", "recall", (Figure("duplicates", SEGUE, "recall"),), ">=", 0.95),
)  # fmt: skip

PICK_GOALS = (*ARTIST_GOALS, *PICKS_GOALS, *SOUND_GOALS)
