"""Installing what the system lacks: by apt where that is allowed, else the exact command is said."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

from infra.setup.requirements import Requirement


class Lacking(Exception):
    """The system lacks something that this set-up may not install; the message names the commands that do."""


def ensure(requirements: Sequence[Requirement]) -> None:
    """Install by apt what is not there; raises `Lacking` with the commands where that is not allowed or not enough."""
    missing = [requirement for requirement in requirements if requirement.find() is None]
    if not missing:
        return
    if may_use_apt():
        _apt_install(sorted({package for requirement in missing for package in requirement.apt}))
        missing = [requirement for requirement in missing if requirement.find() is None]
    if missing:
        raise Lacking(how_to_install(missing))


def how_to_install(missing: Sequence[Requirement]) -> str:
    """Return a message with one command for each kind of system."""
    lines = [f"this machine lacks {requirement.name} ({requirement.purpose})" for requirement in missing]
    ways: tuple[tuple[str, str, Sequence[Sequence[str]]], ...] = (
        (
            "Debian/Ubuntu",
            "sudo apt-get install -y",
            [[_available(name) for name in requirement.apt] for requirement in missing],
        ),
        ("Fedora", "sudo dnf install -y", [requirement.dnf for requirement in missing]),
        ("macOS", "brew install", [requirement.brew for requirement in missing]),
    )
    for system, command, packages in ways:
        if names := sorted({name for package in packages for name in package}):
            lines.append(f"  {system + ':':15} {command} {' '.join(names)}")
    return "\n".join([*lines, "then run the same command again"])


def may_use_apt() -> bool:
    """Whether apt is here and this person may use it without being asked for a password."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        return True
    if shutil.which("sudo") is None:
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _apt_install(packages: Sequence[str]) -> None:
    """Try to install; the caller looks again whether everything is there."""
    if not packages:
        return
    _update_lists()
    names = [_available(alternatives) for alternatives in packages]
    print(f"installing {' '.join(names)}", flush=True)
    subprocess.run([*_apt_get(), "install", "-y", "--no-install-recommends", *names], check=False)


@cache
def _update_lists() -> None:
    """Read what apt may install, once in a run of set-up; an unreachable extra source is no reason to stop."""
    subprocess.run([*_apt_get(), "update"], check=False)


def _apt_get() -> list[str]:
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    return [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]


def _available(alternatives: str) -> str:
    """Return the first of `best|next|last` that apt knows here, else the last."""
    *better, last = alternatives.split("|")
    if shutil.which("apt-cache") is None:
        return last
    for name in better:
        known = subprocess.run(["apt-cache", "madison", name], capture_output=True, text=True, check=False)
        if known.stdout.strip():
            return name
    return last
