"""A table is sent from the lab's pages, and the page says how far learning from it is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.lab.lab_pages import open_lab
from tests.e2e.made_answers import answer, refuse
from tests.e2e.made_lab import make_up
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import (  # noqa: F401
    OpenPage,
    PageServer,
    open_page,
    page_browser,
    page_server,
)

pytestmark = pytest.mark.browser
FORMS = "/api/v1/lab/popularity"


@dataclass
class Tables:
    """The server's side: what it was sent, and what it says of it."""

    table: dict[str, Any] | None = None
    refuses: tuple[int, str] | None = None
    sent: list[str] = field(default_factory=list)
    """The topics of what was sent."""

    def tell(self, route: Route) -> None:
        """Answer for `/api/v1/lab/tables` and what is below it."""
        topic = route.request.url.rpartition("/tables")[2].strip("/")
        if not topic:
            told = {"topics": ["popularity"], "limit_bytes": 5_000_000, "tables": [self.table] if self.table else []}
            answer(route, told)
        elif self.refuses:
            refuse(route, *self.refuses)
        else:
            self.sent.append(topic)
            self.say("waiting", name="songs.csv")
            answer(route, self.table)

    def say(self, state: str, step: str = "", *, name: str = "songs.csv", sent_s_ago: float = 1.0) -> None:
        """Have the next look at the tables find this."""
        self.table = {"topic": "popularity", "name": name, "state": state, "step": step, "sent_s_ago": sent_s_ago}


@pytest.fixture
def tables() -> Tables:
    return Tables()


def opened(open_page: OpenPage, server: PageServer, tables: Tables, path: str, **options: Any) -> Page:  # noqa: F811
    page, _ = open_lab(open_page, server, "/lab", **options)
    page.route("**/api/v1/lab/tables", tables.tell)
    page.route("**/api/v1/lab/tables/*", tables.tell)
    page.goto(f"{server.address}{path}")
    return page


def choose(page: Page, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose").click()
    chooser.value.set_files(path)


def test_a_page_without_a_model_learns_from_a_table_and_then_answers(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tables: Tables,
    tmp_path: Path,
) -> None:
    songs = tmp_path / "songs.csv"
    songs.write_text("artist,popularity\nA,1\n")
    page = opened(open_page, page_server, tables, "/predict", without=(FORMS,), bypass_csp=True)
    form = page.get_by_role("region", name="Learn from a table")
    expect(form).to_contain_text("thirteen audio features")
    assert violations(page) == []
    choose(page, songs)
    expect(form).to_contain_text("songs.csv is here and waits for its turn.")
    assert tables.sent == ["popularity"]
    expect(form.get_by_role("button")).to_have_count(0)
    tables.say("waiting", sent_s_ago=200.0)
    expect(form.locator(".command")).to_have_text("/opt/here/segue schedule")
    tables.say("training", "unknown artist: fold 2")
    expect(form).to_contain_text("Learning from songs.csv: unknown artist: fold 2")
    assert violations(page) == []
    tables.say("published")
    expect(form).to_contain_text("The new model answers in a few seconds.")
    with page.expect_response(f"**{FORMS}") as early:  # the player has not taken it up yet
        pass
    assert early.value.status == 503
    expect(form).to_contain_text("Learnt from songs.csv.")
    make_up(page)
    page.route("**/api/v1/lab/tables", tables.tell)
    expect(page.get_by_label("Danceability").first).to_be_visible()
    expect(form).to_have_count(0)


@pytest.mark.parametrize(
    ("state", "words"),
    [("failed", "songs.csv cannot be learnt from."), ("not better", "the model in use is better and stays")],
)
def test_a_table_that_brought_nothing_says_why_and_another_may_be_sent(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tables: Tables,
    state: str,
    words: str,
) -> None:
    tables.say(state, "songs.csv has no column popularity")
    page = opened(open_page, page_server, tables, "/lab/models")
    form = page.get_by_role("region", name="Learn from a table: Popularity of a song")
    expect(form).to_contain_text(words)
    expect(form).to_contain_text("no column popularity")
    expect(form.get_by_role("button", name="Choose another table")).to_be_visible()


def test_a_table_that_is_not_taken_says_why(
    page_server: PageServer,  # noqa: F811
    open_page: OpenPage,  # noqa: F811
    tables: Tables,
    tmp_path: Path,
) -> None:
    (tmp_path / "large.csv").write_bytes(b"x" * 6_000_000)
    (tmp_path / "songs.csv").write_bytes(b"x")
    page = opened(open_page, page_server, tables, "/predict", without=(FORMS,), viewport={"width": 360, "height": 740})
    choose(page, tmp_path / "large.csv")
    expect(page.get_by_role("alert")).to_contain_text("large.csv is larger than 5 MB")
    tables.refuses = (503, "a table for popularity is being trained on; send the next when that is done")
    choose(page, tmp_path / "songs.csv")
    expect(page.get_by_role("alert")).to_contain_text("songs.csv was not sent. a table for popularity is being trained")
    assert tables.sent == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
