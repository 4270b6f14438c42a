import tomllib
from dataclasses import fields

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement as PackageRequirement

from infra.cli import main, segue
from infra.commands import doctor
from infra.commands.doctor import PACKAGES
from infra.commands.settings import command as settings_command
from infra.extras import normalise, packages_by_extra
from infra.invocation import as_called
from infra.settings import Settings, inherited_environment
from infra.setup.requirements import Requirement
from tests.paths import ROOT


def test_doctor_prints_each_check_with_its_version(monkeypatch):
    fiddle = Requirement("fiddle", "music", "required", lambda: "fiddle 3.2", apt=("fiddle",))
    monkeypatch.setattr(doctor, "REQUIREMENTS", (fiddle,))
    run = CliRunner().invoke(doctor.command, obj=Settings(), env={"COLUMNS": "200"})
    assert run.exit_code == 0, run.output
    assert "fiddle 3.2" in run.output
    assert "pyspark" in run.output


def test_doctor_fails_and_says_what_to_install_when_something_required_lacks(monkeypatch):
    fiddle = Requirement("fiddle", "music", "required", lambda: None, apt=("fiddle",))
    monkeypatch.setattr(doctor, "REQUIREMENTS", (fiddle,))
    run = CliRunner().invoke(doctor.command, obj=Settings(), env={"COLUMNS": "200"})
    assert run.exit_code == 1
    assert "lacks" in run.output
    assert "apt-get install -y fiddle" in run.output


def test_doctor_forgives_what_is_optional(monkeypatch):
    bell = Requirement("bell", "fun", "optional", lambda: None, apt=("bell",))
    monkeypatch.setattr(doctor, "REQUIREMENTS", (bell,))
    assert CliRunner().invoke(doctor.command, obj=Settings()).exit_code == 0


def test_doctor_requires_only_packages_that_segue_is_installed_with():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    required = {
        check.name for check in doctor._checks(Settings()) if check.name in PACKAGES and check.need == "required"
    }
    assert {normalise(package) for package in required} <= {
        normalise(PackageRequirement(line).name) for line in declared
    }
    assert {"annoy", "pymongo"} <= required
    assert {normalise(package) for package in PACKAGES} <= packages_by_extra()["all"] | packages_by_extra()[""]


def test_doctor_forgives_a_package_of_an_extra_that_is_not_installed(monkeypatch):
    monkeypatch.setattr(doctor, "REQUIREMENTS", ())
    monkeypatch.setattr(doctor, "_version", lambda package: None if package == "pyspark" else "1")
    run = CliRunner().invoke(doctor.command, obj=Settings(), env={"COLUMNS": "200"})
    assert run.exit_code == 0, run.output
    assert "Python package of the extra spark" in run.output


def test_doctor_works_on_an_installation_from_before_the_extras(monkeypatch):
    monkeypatch.setattr(doctor, "packages_by_extra", lambda: {"": frozenset({"pymongo"})})
    checks = {check.name: check for check in doctor._checks(Settings())}
    assert checks["pyspark"].need == "required"


def test_doctor_says_what_is_wrong_with_the_home_and_fails(tmp_path):
    (tmp_path / "home").touch()
    run = CliRunner().invoke(doctor.command, obj=Settings(home=tmp_path / "home"), env={"COLUMNS": "200"})
    assert run.exit_code == 1
    assert f"the home folder {tmp_path}/home is a file where segue needs a folder" in run.output


def test_doctor_names_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("infra.disk_space.free_mb", lambda _: 1.4)
    run = CliRunner().invoke(doctor.command, obj=Settings(home=tmp_path / "home"), env={"COLUMNS": "200"})
    assert run.exit_code == 1
    assert f"disk full: 1 MB free at {tmp_path}/home" in run.output


def test_settings_lists_every_setting_and_hides_secrets():
    secret = Settings(mongo_uri="mongodb://me:password@host", web_port=9999)
    run = CliRunner().invoke(settings_command, obj=secret, env={"COLUMNS": "250"})
    for field in fields(Settings):
        assert f"SEGUE_{field.name.upper()}" in run.output
    assert "password" not in run.output
    assert "9999" in run.output


def test_an_unknown_setting_is_one_line_and_exit_code_2(monkeypatch, capsys):
    monkeypatch.setenv("SEGUE_HOEM", "/x")
    monkeypatch.setattr("sys.argv", ["segue", "settings"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = as_called("segue: no such setting: SEGUE_HOEM; `segue settings` lists them")
    assert capsys.readouterr().err.strip() == said


def test_help_needs_no_good_setting(monkeypatch):
    monkeypatch.setenv("SEGUE_WEB_PORT", "many")
    assert CliRunner().invoke(segue, ["--help"]).exit_code == 0


def test_the_inherited_environment_can_put_a_folder_first(tmp_path):
    assert inherited_environment(path_first=tmp_path)["PATH"].startswith(f"{tmp_path}:")
