"""How good the picks of this instance are; the same for everybody who asks, and of all listeners together."""

from recommender.experiments.quality.records import PicksQuality
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.services import Services


def get_picks_quality(services: Services, _: NoQuery) -> PicksQuality:
    """Return what listeners did with the picks they saw, and what the models behind them measured."""
    return services.picks_quality()


ENDPOINTS = (
    Endpoint(
        path="/picks/quality", access="play", handle=get_picks_quality, answer=PicksQuality, problems=(503,),
        summary="What all listeners did with the picks they saw, and what the models behind the picks measured",
    ),
)  # fmt: skip
