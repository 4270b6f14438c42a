"""LightGBM's models as text: LightGBM itself is loaded when the first is read."""

from typing import TYPE_CHECKING

from recommender.errors import BadArtifact

if TYPE_CHECKING:
    from lightgbm import Booster


def read_booster(text: str) -> "Booster":
    """Read a model; raises `BadArtifact` for what this LightGBM cannot read."""
    import lightgbm

    try:
        return lightgbm.Booster(model_str=text)
    except lightgbm.basic.LightGBMError as error:
        raise BadArtifact(
            f"LightGBM cannot read this model ({error}); choose another version with `segue artifacts use KIND VERSION`"
        ) from error
