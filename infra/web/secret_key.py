"""The key that signs cookies: given by a setting, else made once and kept in the home folder."""

import os
import secrets
from pathlib import Path

from infra.settings import Settings
from recommender.errors import BadSetting

_FILE = "secret_key"
_BYTES = 32
_MIN_CHARACTERS = 16


def secret_key(settings: Settings) -> bytes:
    """Return the key; makes `<home>/secret_key`, readable by its owner only, where there is none."""
    if settings.secret_key:
        if len(settings.secret_key) < _MIN_CHARACTERS:
            raise BadSetting(f"SEGUE_SECRET_KEY is too short; at least {_MIN_CHARACTERS} characters are needed")
        return settings.secret_key.encode()
    path = settings.home.absolute() / _FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_text(errors="replace").strip()
    if len(key) < _MIN_CHARACTERS or not key.isascii():
        raise BadSetting(f"{path} holds no key; delete it and a new one will be made")
    return key.encode()


def _make(path: Path) -> None:
    """Write a new key under another name first: two processes that start together must end with the same one."""
    draft = path.with_name(f"{_FILE}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # the other process was first; its key counts
    finally:
        draft.unlink()
