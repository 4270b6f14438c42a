from infra.setup.api_types import TYPES, api_types
from tests.paths import ROOT

E2E = ROOT / "tests" / "e2e"


def test_the_page_is_checked_with_the_types_that_the_api_has_now():
    assert TYPES.read_text() == api_types(), "run: .venv/bin/python -m infra.setup.api_types"


def test_every_answer_that_is_made_up_for_the_page_is_held_against_the_document():
    gives_itself = [path.name for path in sorted(E2E.rglob("*.py")) if ".fulfill(" in path.read_text()]
    assert gives_itself == ["made_answers.py"], "use `answer` and `refuse` of tests/e2e/made_answers.py"
