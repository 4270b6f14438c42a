"""The page has words for what the engine says."""

import re

from recommender.listening.scoring import PARTS
from tests.paths import ROOT

MESSAGES = ROOT / "webapp" / "frontend" / "src" / "messages.ts"


def test_every_part_of_a_score_has_a_word_and_no_other_has():
    block = re.search(r"  contributions: \{\n(.*?)\n  \}", MESSAGES.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    assert re.findall(r"^    (\w+):", block[1], re.MULTILINE) == list(PARTS)
