"""Keras for training, on JAX; imported only when a network is trained, never where models are served."""

from typing import Any

from recommender.errors import NotReady


def keras_on_jax() -> Any:
    """Return the Keras package.

    Keras chooses its backend while it is imported, from the environment, so the process that trains says it first
    (`infra.settings.choose_keras_backend`). Raises `NotReady` when it has not.
    """
    try:
        import keras
    except ImportError as error:
        raise NotReady(f"Keras cannot be loaded ({error}); set KERAS_BACKEND=jax before training") from error
    if keras.config.backend() != "jax":
        raise NotReady(f"Keras runs on {keras.config.backend()}; set KERAS_BACKEND=jax before training")
    return keras
