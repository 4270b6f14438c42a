import shutil

import psutil
import pytest

from tests.integration.web.player import write_tone
from tests.integration.web_process import WebProcess, wait_for

pytestmark = pytest.mark.live
WITHIN_S = 20.0


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg, which is not installed")
class TestTranscoding:
    def test_opus_in_webm_comes_out(self, web):
        answer = web.get("/audio/k00-t00?format=opus")
        assert answer.headers["Content-Type"] == 'audio/webm; codecs="opus"'
        assert answer.content[:4] == b"\x1aE\xdf\xa3"
        assert b"OpusHead" in answer.content
        assert len(web.get("/audio/k00-t00?format=opus&start=1").content) < len(answer.content)

    def test_who_goes_away_leaves_no_ffmpeg_behind(self, web, settings):
        long = settings.home / "music" / "k00-t01.wav"
        write_tone(long, seconds=1200)
        answer = web.get("/audio/k00-t01?format=opus", stream=True)
        next(answer.iter_content(1024))
        assert _ffmpegs(web)
        answer.close()
        wait_for(lambda: not _ffmpegs(web), WITHIN_S)

    def test_there_are_only_so_many_at_once(self, web, settings):
        write_tone(settings.home / "music" / "k00-t01.wav", seconds=1200)
        open_ones = [web.get("/audio/k00-t01?format=opus", stream=True) for _ in range(settings.transcode_limit)]
        assert web.get("/audio/k00-t00?format=opus").status_code == 503
        for one in open_ones:
            one.close()
        wait_for(lambda: web.get("/audio/k00-t00?format=opus").status_code == 200, WITHIN_S)

    def test_a_file_without_sound_is_a_clear_problem(self, web, settings):
        (settings.home / "music" / "k00-t02.wav").write_bytes(b"#EXTM3U\n/etc/passwd\n" * 100)
        answer = web.get("/audio/k00-t02?format=opus")
        assert (answer.status_code, answer.json()["reason"]) == (422, "not audio")


def _ffmpegs(web: WebProcess) -> list[psutil.Process]:
    return [child for child in psutil.Process(web.process.pid).children() if child.name() == "ffmpeg"]
