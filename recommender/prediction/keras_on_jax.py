"""Keras for training, on JAX; imported only when a network is trained, never where models are served."""

from functools import cache
from tempfile import TemporaryDirectory
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
    _keep_compiled()
    return keras


@cache
def _keep_compiled() -> TemporaryDirectory[str]:
    """Let networks of the same shape, as in the folds of an evaluation, be compiled once a process.

    Keras compiles each model anew, which for a few thousand rows takes five times as long as the training itself.
    """
    import jax

    folder = TemporaryDirectory(prefix="segue-jax-")
    for name, value in {
        "jax_compilation_cache_dir": folder.name,
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
    }.items():
        jax.config.update(name, value)  # type: ignore[no-untyped-call]
    return folder
