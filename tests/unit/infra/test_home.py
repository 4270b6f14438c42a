import errno
import shutil
from pathlib import Path

import pytest

from infra.disk_space import free_mb, full_disk
from infra.home import BadHome, require_home
from infra.os_error_words import in_words, is_mended_by_hand
from infra.servers.server_state import read_note
from infra.settings import Settings
from infra.web.secret_key import secret_key
from recommender.errors import BadSetting


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for folder in ("run", "logs", "mongo", "artifacts/track_index"):
        (home / folder).mkdir(parents=True)
    for file in ("secret_key", "run/mongo.lock", "run/mongo.json", "logs/mongod.log", "mongo/WiredTiger"):
        (home / file).write_text("x")
    return home


def test_a_good_home_and_one_that_can_be_made_pass_and_nothing_is_made(home, tmp_path):
    require_home(home)
    require_home(tmp_path / "not" / "yet")
    assert not (tmp_path / "not").exists()


def test_a_home_that_is_a_file_is_named(tmp_path):
    (tmp_path / "home").touch()
    with pytest.raises(BadHome, match=r"home folder .*/home is a file .* SEGUE_HOME"):
        require_home(tmp_path / "home")


def test_a_home_below_a_file_and_one_behind_a_dead_link_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadHome, match=r"/file/home cannot be made: .*/file is a file"):
        require_home(tmp_path / "file" / "home")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(BadHome, match=r"/link is a link to .*/gone, which does not exist"):
        require_home(tmp_path / "link")


@pytest.mark.parametrize("name", ["run", "logs", "mongo", "kafka", "cache", "artifacts", "music", "jars", "apt"])
def test_a_file_in_the_place_of_a_folder_is_named(home, name):
    shutil.rmtree(home / name, ignore_errors=True)
    (home / name).touch()
    with pytest.raises(BadHome, match=rf"/home/{name} is a file where segue needs a folder"):
        require_home(home)


@pytest.mark.parametrize("name", ["secret_key", "run/mongo.lock", "run/mongo.json", "logs/mongod.log", "logs/web.log"])
def test_a_folder_in_the_place_of_a_file_is_named(home, name):
    (home / name).unlink(missing_ok=True)
    (home / name).mkdir()
    with pytest.raises(BadHome, match=rf"/home/{name} is a folder where segue needs a file"):
        require_home(home)


def test_what_the_system_refuses_is_said_with_path_and_remedy(home):
    denied = in_words(PermissionError(errno.EACCES, "x", str(home / "artifacts" / "CURRENT")), home=home)
    assert denied.startswith(f"{home}/artifacts/CURRENT: Permission denied; run `")
    assert "SEGUE_HOME" in denied
    full = in_words(OSError(errno.ENOSPC, "x", str(home / "a")), home=home)
    assert "No space left on device; make room there" in full
    assert "rights" in in_words(PermissionError(errno.EACCES, "x", "/elsewhere"), home=home)
    assert in_words(OSError("a library's own words"), home=home).startswith("a library's own words; ")


def test_only_what_a_person_must_change_is_bad_input():
    assert is_mended_by_hand(NotADirectoryError(errno.ENOTDIR, ""))
    assert not is_mended_by_hand(OSError(errno.ENOSPC, ""))


def test_a_full_disk_is_named_with_what_is_free(tmp_path, monkeypatch):
    assert free_mb(tmp_path / "not" / "yet") > 0
    assert full_disk(tmp_path) == ""
    monkeypatch.setattr("infra.disk_space.free_mb", lambda _: 3.2)
    assert full_disk(tmp_path).startswith(f"disk full: 3 MB free at {tmp_path}; make room")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe" * 40, b"short"])
def test_a_damaged_key_is_named(tmp_path, content):
    (tmp_path / "secret_key").write_bytes(content)
    with pytest.raises(BadSetting, match="secret_key holds no key"):
        secret_key(Settings(home=tmp_path))


@pytest.mark.parametrize(
    "note",
    [b"", b"\xff\x00", b"[]", b'{"owner": 1', b"null"]
    + [
        b'{"owner":%d,"owner_began":1,"server":%d,"server_began":1,"port":%d,"address":"a"}' % numbers
        for numbers in ((-1, 1, 1), (1, -7, 1), (1, 1, -2), (1, 1, 99_999), (2**70, 1, 1))
    ],
)
def test_a_note_that_no_owner_wrote_is_none(tmp_path, note):
    (tmp_path / "mongo.json").write_bytes(note)
    assert read_note(tmp_path / "mongo.json") is None
