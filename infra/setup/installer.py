"""Installs Python packages by uv where it is on PATH and works, else by pip; both take the same versions."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_SAME = ("index-url", "extra-index-url", "find-links")
"""Settings of pip that are options of the same name of uv, which does not read pip's."""
_WITHOUT_MEANING = (
    *("cache-dir", "config-file", "default-timeout", "disable-pip-version-check", "progress-bar", "retries", "timeout"),
)
"""Settings of pip that do not say what is installed, or from where."""


def install(python: Path, what: Sequence[str], *, run: Callable[[Sequence[str]], None]) -> None:
    """Install `what`, requirements and options of both programs, for `python`; `run` raises `CalledProcessError`.

    uv is taken where it can be told all that pip is set to: not with passwords, which others would see in its command.
    Where it fails, such as by certificates that only pip knows, it says so, and pip installs.
    """
    if (by_uv := _uv_command(python, what)) is not None:
        try:
            run(by_uv)
            return
        except subprocess.CalledProcessError as error:
            print(f"set-up: uv ended with {error.returncode}; pip installs instead", file=sys.stderr)
    run([str(python), "-m", "pip", "install", "--progress-bar=off", "--disable-pip-version-check", *what])


def _uv_command(python: Path, what: Sequence[str]) -> list[str] | None:
    uv = _uv()
    translated = None if uv is None else _for_uv(_pip_settings(python))
    if uv is None or translated is None:
        return None
    certificates, options = translated
    command = [uv, "pip", "install", "--python", str(python), "--no-progress", "--compile-bytecode"]
    # as pip does: the best version of all indexes, not that of the first one that has any
    return [*certificates, *command, "--index-strategy", "unsafe-best-match", *options, *what]


def _uv() -> str | None:
    return shutil.which("uv")


def _pip_settings(python: Path) -> list[tuple[str, str]]:
    """Return pip's settings of files and environment, without their sections."""
    listed = subprocess.run([str(python), "-m", "pip", "config", "list"], capture_output=True, text=True, check=True)
    pairs = [line.split("=", 1) for line in listed.stdout.splitlines() if "=" in line]
    return [(name.rpartition(".")[2], str(ast.literal_eval(value))) for name, value in pairs]


def _for_uv(settings: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]] | None:
    """Return what goes before uv's command and its options; None where uv has nothing of the kind."""
    certificates: list[str] = []
    options: list[str] = []
    for name, value in settings:
        if name == "cert":
            certificates = ["env", f"SSL_CERT_FILE={value}"]
        elif name in _SAME and "@" not in value:
            options += [word for place in value.split() for word in (f"--{name}", place)]
        elif name not in _WITHOUT_MEANING:
            return None
    return certificates, options
