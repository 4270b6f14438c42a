import re
import shutil
import subprocess
from dataclasses import fields
from importlib.metadata import version

import pytest
import yaml
from click import Context

from infra.cli import segue
from infra.extras import COMMANDS, packages_by_extra
from infra.settings import PREFIX, Settings
from tests.command_imports import packages_below
from tests.compose_file import DOCKERFILE, ROOT, extras_in, our_services, services, text_of
from tests.installed_extras import ELSEWHERE

FILE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
EVERY = pytest.mark.parametrize("name", services())
OURS = pytest.mark.parametrize("name", our_services())


def compose_client() -> list[str] | None:
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        return ["docker", "compose"]
    return None


def test_docker_compose_accepts_the_file():
    client = compose_client()
    if client is None:
        pytest.skip("no docker-compose here; on Debian: apt-get install docker-compose")
    done = subprocess.run(
        [*client, "--profile", "once", "--profile", "spark", "config"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert yaml.safe_load(done.stdout)["services"].keys() == services().keys()


def test_the_whole_house_is_there():
    assert {"kafka", "mongo", "spark-master", "proxy", "scheduler"} <= services().keys()
    for each in ("web", "worker", "spark-worker"):
        assert {f"{each}-1", f"{each}-2"} <= services().keys()


@EVERY
def test_a_service_has_least_rights(name):
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert int(service["user"].split(":")[0]) > 0
    assert not {"privileged", "network_mode", "pid", "devices", "cap_add"} & service.keys()
    assert not any("docker.sock" in volume for volume in service.get("volumes", []))


@EVERY
def test_only_the_proxy_is_published_and_only_here(name):
    service = services()[name]
    if name != "proxy":
        assert "ports" not in service
        assert service["networks"] == ["inside"]
    else:
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert FILE["networks"]["inside"]["internal"] is True


@EVERY
def test_an_image_has_an_exact_version(name):
    assert re.search(r":\d+\.\d+\.\d+(-[a-z]+)?$", services()[name]["image"])


@EVERY
def test_health_is_checked_or_the_file_says_why_not(name):
    health = services()[name]["healthcheck"]
    assert "test" in health or health == {"disable": True}


@EVERY
def test_what_it_waits_for_and_mounts_exists(name):
    service = services()[name]
    for other, condition in service.get("depends_on", {}).items():
        if condition["condition"] == "service_completed_successfully":
            assert services()[other]["restart"] == "no"
            continue
        assert condition["condition"] == "service_healthy"
        assert "test" in services()[other]["healthcheck"]
    for volume in service.get("volumes", []):
        source = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", volume).split(":")[0]
        assert source in FILE["volumes"] or source == "./music" or (ROOT / source).exists()


def test_no_secret_is_in_the_file():
    secret = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings) if field.metadata["secret"]}
    for service in services().values():
        given = {name: value for name, value in service.get("environment", {}).items() if name in secret}
        assert given in ({}, {"SEGUE_MONGO_URI": "mongodb://mongo:27017/?replicaSet=segue"})  # no password in it


@OURS
def test_the_environment_is_one_that_segue_knows(name):
    given = our_services()[name]["environment"]
    Settings.from_environment({k: str(v) for k, v in given.items() if k.startswith(PREFIX)})


@OURS
def test_the_command_parses(name):
    program, *arguments = our_services()[name]["command"]
    if program == "spark-class":
        return
    assert program == "segue"
    command = segue.get_command(Context(segue), arguments[0])
    if hasattr(command, "commands"):
        command, arguments = command.commands[arguments[1]], arguments[1:]
    if "/music" in arguments:
        arguments[arguments.index("/music")] = str(ROOT)  # a path of the image
    command.make_context(command.name, arguments[1:])


def test_the_profile_spark_ingests_builds_and_counts_one_after_another_on_sparks_workers():
    chain = ["spark-ingest", "spark-build", "spark-charts"]
    assert [name for name, service in services().items() if "spark" in service.get("profiles", [])] == chain
    for name, before in zip(chain, [None, *chain], strict=False):
        service = services()[name]
        assert service["environment"]["SEGUE_SPARK_MASTER"] == "spark://spark-master:7077"
        waits = {other: condition["condition"] for other, condition in service["depends_on"].items()}
        assert {"spark-worker-1", "spark-worker-2"} <= waits.keys()
        assert before is None or waits[before] == "service_completed_successfully"


def test_the_proxy_knows_both_players():
    config = (ROOT / "infra/docker/nginx.conf").read_text()
    assert set(re.findall(r"server (web-\d):8080", config)) == {"web-1", "web-2"}


TARGETS = {service["image"]: service["build"]["target"] for service in our_services().values()}
RUN_BY_SCHEDULE = ("schedule", "ingest", "build", "train")


@pytest.mark.parametrize("target", TARGETS.values())
def test_an_image_is_built_in_stages_and_runs_without_rights(target):
    text = text_of(target)
    assert text.rindex("\nUSER 10001") > text.rindex("\nRUN ")
    assert "g++" not in text
    assert ("\nHEALTHCHECK " in text) == (target == "web")


def test_what_is_compiled_runs_on_other_machines_and_what_is_copied_is_there():
    assert "-march=$march" in DOCKERFILE
    assert "-march=native" not in re.sub(r"#.*", "", DOCKERFILE)
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / path).exists() for path in copied.split()), copied


@pytest.mark.parametrize("target", ["spark", "schedule"])
def test_large_temporary_files_are_on_a_volume_not_in_memory(target):
    (folder,) = re.findall(r"\bTMPDIR=(\S+)", text_of(target))
    assert folder in re.findall(r"^VOLUME (\S+)", text_of(target), re.MULTILINE)
    for name, service in our_services().items():
        if service["build"]["target"] == target:
            assert all(mounted.startswith("/tmp:") for mounted in service["tmpfs"]), name
            assert "TMPDIR" not in service["environment"], name


def test_an_image_has_what_its_processes_need_and_no_more():
    assert {target: extras_in(target) - {""} for target in TARGETS.values()} == {
        "web": {"web"},
        "worker": {"worker"},
        "etl": {"etl"},
        "spark": {"spark"},
        "schedule": {"spark", "train"},
    }
    for target in TARGETS.values():
        assert ("openjdk" in text_of(target)) == (target in ("spark", "schedule")), target
        assert ("ffmpeg" in text_of(target)) == (target != "worker"), target


@OURS
def test_every_service_of_an_image_builds_the_same_target(name):
    service = our_services()[name]
    assert service["image"] == f"segue-{service['build']['target']}:{version('segue')}"
    assert service["build"]["target"] == TARGETS[service["image"]]


@OURS
def test_what_a_service_imports_is_in_its_image(name):
    program, *arguments = our_services()[name]["command"]
    declared, target = packages_by_extra(), TARGETS[our_services()[name]["image"]]
    here = declared[""].union(*(declared[extra] for extra in extras_in(target) if extra))
    if program == "spark-class":
        assert "pyspark" in here
        return
    for command in RUN_BY_SCHEDULE if arguments == ["schedule"] else arguments[:1]:
        elsewhere = ELSEWHERE.get(command, set()) if "--spark" not in arguments else set()
        assert (packages_below(command).keys() & declared["all"]) - elsewhere <= here, command


def test_health_checks_run_commands_of_their_image():
    for service in our_services().values():
        for command in re.findall(r"segue,? (\w+)", str(service["healthcheck"].get("test", "")).replace("'", "")):
            assert COMMANDS.get(command, "") == "", command
