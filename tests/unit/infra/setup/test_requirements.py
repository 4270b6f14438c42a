from pathlib import Path

from infra.setup.requirements import chromium_program, headless_shell_version


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\necho Chromium 1.0\n")
    path.chmod(0o755)
    return path


def test_chromium_without_windows_does_not_stand_for_the_whole_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    program(tmp_path / "bin" / "chromium-headless-shell")
    assert headless_shell_version() == "Chromium 1.0"
    assert chromium_program() is None
    whole = program(tmp_path / "bin" / "chromium")
    assert chromium_program() == whole
