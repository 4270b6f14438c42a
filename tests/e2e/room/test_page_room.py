"""The room of songs: drawn, walked through by hand and by keys, and the same as a flat map and as a list."""

# ruff: noqa: F811 - the fixtures of page_fixtures

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.made_answers import answer
from tests.e2e.page_access import violations
from tests.e2e.page_fixtures import PHONE, WIDE, OpenPage, PageServer, open_page, page_browser, page_server  # noqa: F401
from tests.e2e.room.room_page import (
    HANDS,
    PICTURE,
    chosen_title,
    figures,
    node_in_picture,
    picture,
    places_of_words,
    variance,
    wait_for_picture,
    wait_until_still,
)

pytestmark = pytest.mark.browser

NO_WEBGL = """() => {
    const before = HTMLCanvasElement.prototype.getContext
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith('webgl') ? null : before.call(this, kind, ...more)
    }
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageServer]:
    """A server with a room of 48 tracks."""
    server = PageServer(tmp_path_factory.mktemp("sounds"), has_room=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def room(server: PageServer) -> str:
    """The address of its room."""
    return f"{server.address}/room"


def test_the_rail_leads_to_the_room_which_is_drawn_and_then_rests(room: str, open_page: OpenPage):
    page = open_page(room.replace("/room", "/library"))
    page.get_by_role("link", name="Room", exact=True).click()
    wait_for_picture(page)
    assert variance(page) > 30
    told = figures(page)
    assert told["n_nodes"] == 48
    assert told["draw_calls"] <= 12
    expect(page.locator(".room-legend")).to_contain_text("7 not in the map yet")


def test_a_node_says_its_name_and_opens_and_plays(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    at = node_in_picture(page)
    expect(page.locator(".room-label-name").first).to_contain_text("Title")
    page.mouse.click(*at)
    title = chosen_title(page)
    expect(page).to_have_url(re.compile(r"/room\?at=k0"))
    panel = page.get_by_role("region", name="The chosen track")
    expect(panel.locator(".room-quantity")).not_to_have_count(0)
    expect(panel).to_contain_text("Tempo")
    panel.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".bar")).to_contain_text(title)
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()


def test_the_keyboard_alone_goes_from_neighbour_to_neighbour_and_back(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    page.locator(HANDS).focus()
    page.keyboard.press("n")
    first = chosen_title(page)
    wait_until_still(page)
    page.keyboard.press("n")
    expect(page.locator(".room-song .name-title")).not_to_have_text(first)
    wait_until_still(page)
    page.keyboard.press("p")
    expect(page.locator(".room-song .name-title")).to_have_text(first)
    page.keyboard.press("Escape")
    expect(page.locator(".room-panel")).to_have_count(0)


def test_keys_move_the_picture_while_they_are_held(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    page.locator(HANDS).focus()
    before = picture(page)
    page.keyboard.down("w")
    page.wait_for_function("() => document.querySelector('.room-picture').figures().n_frames > 12")
    page.keyboard.up("w")
    wait_until_still(page)
    assert picture(page) != before
    expect(page.locator("[role=status]", has_text=re.compile(r"\d tracks? around")).first).to_be_attached()


def test_the_search_flies_to_what_it_finds(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    page.get_by_role("searchbox", name="Find a track in the room").fill("title 2.3")
    found = page.locator(".room-found .room-row").first
    expect(found).to_contain_text("Title 2.3")
    page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    page.keyboard.press("Enter")
    assert chosen_title(page) == "Title 2.3"
    expect(page).to_have_url(re.compile("at=k02-t03"))
    wait_until_still(page)
    expect(page.locator(".room-label-cover").first).to_be_attached()
    page.go_back()
    expect(page.locator(".room-panel")).to_have_count(0)


def test_axes_are_switched_and_say_what_they_are(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    before = picture(page)
    page.get_by_role("button", name="Colours and axes").click()
    page.get_by_label("By three quantities").check()
    wait_until_still(page)
    expect(page.locator(".room-label-axis", has_text="Tempo (BPM)")).to_be_attached()
    assert picture(page) != before
    page.get_by_label("Up", exact=True).select_option("noisiness")
    expect(page).to_have_url(re.compile("axes=tempo%2Cnoisiness%2Cbrightness"))
    wait_until_still(page)
    expect(page.locator(".room-label-axis", has_text="Noisiness")).to_be_attached()
    page.get_by_label("Colour by").select_option("tempo")
    expect(page.locator(".room-ramp")).to_contain_text("BPM")
    page.reload()
    wait_for_picture(page)
    expect(page.get_by_label("Up", exact=True)).to_have_value("noisiness")


def test_what_plays_glows_and_its_picks_hang_on_it(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=k00-t00")
    wait_for_picture(page)
    before = figures(page)["draw_calls"]
    page.get_by_role("button", name="Play", exact=True).first.click()
    expect(page.get_by_role("button", name="To what plays")).to_be_enabled()
    wait_until_still(page)
    assert before <= figures(page)["draw_calls"] <= 12
    lit = picture(page)
    page.get_by_role("button", name="Colours and axes").click()
    page.get_by_label("Line to your next picks").uncheck()
    wait_until_still(page)
    assert picture(page) != lit


def test_knobs_move_a_ghost_and_name_the_songs_nearest_to_it(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=k00-t00")
    wait_for_picture(page)
    page.get_by_role("button", name="Turn its knobs").click()
    expect(page.locator(".room-like")).to_contain_text("about like this")
    nearest = page.locator(".room-knobs .room-neighbour .name-title")
    before = nearest.all_inner_texts()
    tempo = page.locator(".room-knob", has_text="Tempo").get_by_role("slider")
    tempo.focus()
    tempo.press("End")
    expect(nearest.first).not_to_have_text(before[0])
    page.get_by_role("button", name="Add these songs to the queue").click()
    expect(page.locator(".notice", has_text="12 tracks")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Radio of “Title 0.0, but faster")).click()
    expect(page.locator(".notice", has_text="stays like “Title 0.0, but faster”")).to_be_visible()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()
    page.get_by_role("button", name="Back to the track").click()
    expect(nearest.first).to_have_text(before[0])


def test_several_tracks_are_selected_by_hand_and_by_keys_and_queued(open_page: OpenPage, server: PageServer):
    page = open_page(f"{server.address}/room", reduced_motion="reduce")
    wait_for_picture(page)
    box = page.locator(PICTURE).bounding_box()
    assert box is not None
    bar = page.get_by_role("region", name="Selected tracks")
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    for x, y in ((0.9, 0.2), (0.9, 0.95), (0.1, 0.95), (0.1, 0.3)):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
    expect(page.locator(".room-lasso")).to_be_visible()
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator(".room-lasso")).to_have_count(0)
    said = page.locator("[role=status]", has_text=re.compile(r"^\d+ tracks? selected$"))
    n = int(said.inner_text().split()[0])
    assert n > 5
    page.locator(HANDS).focus()
    page.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    page.keyboard.press("n")
    chosen_title(page)
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 track selected")
    page.keyboard.press("Shift+X")
    expect(bar).to_contain_text("6 tracks selected")
    row = page.locator(".room-neighbour .room-row").first
    row.click(modifiers=["Shift"])
    expect(bar).to_contain_text("5 tracks selected")
    bar.get_by_role("button", name="Add what is selected to the queue").click()
    server.event("queued", 5)
    bar.get_by_role("button", name="Add what is selected to a playlist").click()
    expect(page.get_by_role("dialog")).to_contain_text("5 tracks")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(bar).to_contain_text("5 tracks selected")
    bar.get_by_role("button", name="Like what is selected").click()
    server.event("liked", 5)
    bar.get_by_role("button", name="Select nothing").click()
    expect(page.locator("[role=status]", has_text="Nothing is selected.")).to_be_attached()


def test_without_webgl_the_same_tracks_are_on_a_flat_map(room: str, open_page: OpenPage):
    page = open_page("about:blank")
    page.add_init_script(f"({NO_WEBGL})()")
    page.goto(room)
    expect(page.get_by_text("draws nothing in three dimensions")).to_be_visible()
    page.locator(HANDS).focus()
    page.keyboard.press("n")
    first = chosen_title(page)
    expect(
        page.locator("[role=status]", has_text=re.compile(rf"^{re.escape(first)} by .* neighbours"))
    ).to_be_attached()
    page.keyboard.press("n")
    expect(page.locator(".room-song .name-title")).not_to_have_text(first)
    second = chosen_title(page)
    expect(page.locator("[role=status]", has_text=re.compile(rf"^{re.escape(second)} by"))).to_be_attached()
    assert variance(page) > 30
    page.get_by_role("button", name="Nearer").click()


def test_axes_of_the_address_that_are_not_there_are_told(room: str, open_page: OpenPage):
    page = open_page(f"{room}?axes=tempo,loudness,nonsense")
    wait_for_picture(page)
    expect(page.locator(".room-legend")).to_contain_text("The address asks for Nonsense")
    expect(page.locator(".room-label-axis")).to_have_count(0)


def test_coming_back_to_the_room_is_coming_back_to_where_one_was(room: str, open_page: OpenPage):
    page = open_page(room)
    wait_for_picture(page)
    page.get_by_role("button", name="Nearer").click()
    page.get_by_role("button", name="Nearer").click()
    page.get_by_role("button", name="Go round to the left").click()
    wait_until_still(page)
    before = places_of_words(page)
    assert before
    page.get_by_role("link", name="Library", exact=True).click()
    expect(page.locator(".room")).to_have_count(0)
    page.go_back()
    wait_for_picture(page)
    assert places_of_words(page) == before


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_long_names_stay_inside_the_panel(room: str, open_page: OpenPage, viewport: dict[str, int]):
    page = open_page(f"{room}?view=list", viewport=viewport)

    def with_long_names(route: Route) -> None:
        told = route.fetch().json()
        told["track"] |= {"title": "A title that does not end " * 9, "artist": "اسم طويل جدا " * 9}
        told["region"] = "Rhythmic Soundtrack " * 4
        answer(route, told)

    page.route("**/api/v1/map/nodes/*", with_long_names)
    page.goto(f"{room}?at=k00-t00")
    wait_for_picture(page)
    panel = page.locator(".room-panel")
    expect(panel.locator("h2").first).to_contain_text("does not end")
    expect(panel.get_by_text("اسم طويل").first).to_be_visible()
    too_wide_px = panel.evaluate("(panel) => panel.scrollWidth - panel.clientWidth")
    close = page.locator(".room-panel-close button").bounding_box()
    names = panel.locator(".room-names > *").evaluate_all(
        "(each) => each.map((name) => name.getBoundingClientRect().right)"
    )
    assert too_wide_px == 0
    assert close
    assert max(names) <= close["x"] + 1


def test_on_a_phone_the_chosen_track_stands_above_its_panel(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=k01-t04", viewport=PHONE, reduced_motion="reduce")
    wait_for_picture(page)
    chosen_title(page)
    wait_until_still(page)
    name = page.locator(".room-label-name")
    expect(name).to_be_visible()
    panel = page.locator(".room-panel").bounding_box()
    head = page.locator(".room-head").bounding_box()
    label = name.bounding_box()
    assert panel is not None
    assert head is not None
    assert label is not None
    assert head["y"] + head["height"] < label["y"] < label["y"] + label["height"] < panel["y"]


def test_the_list_leads_from_part_to_track_to_neighbour(room: str, open_page: OpenPage):
    page = open_page(f"{room}?view=list&at=k00-t00")
    chosen_title(page)
    heading = page.locator(".room-list h2")
    expect(heading).not_to_be_focused()
    page.locator(".room-list .chips .chip").last.click()
    expect(heading).to_be_focused()
    first = chosen_title(page)
    expect(page.locator(".room-list h2")).to_have_text(f"Nearest to {first}")
    page.locator(".room-neighbour .room-row").first.click()
    expect(heading).not_to_have_text(f"Nearest to {first}")
    expect(heading).to_be_focused()


def test_names_that_connect_tracks_lead_to_all_of_theirs(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=k00-t00")
    names = page.locator(".room-connections")
    expect(names).to_contain_text("Ada Moss")
    names.get_by_role("link", name="Blue Barn").click()
    expect(page).to_have_url(re.compile("/part/label"))
    expect(page.locator("h1")).to_have_text("Blue Barn")


def test_a_grabbed_track_stands_where_it_was_put_until_that_is_undone(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=k02-t03")
    wait_for_picture(page)
    page.get_by_role("button", name="Grab").click()
    page.locator(HANDS).focus()
    page.keyboard.press("Shift+ArrowRight")
    notice = page.locator(".notice", has_text="stands where you put it")
    expect(notice).to_be_visible()
    expect(page.get_by_role("button", name="Back to its place")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Back to its place")).to_be_visible()
    page.get_by_role("button", name="Colours and axes").click()
    page.get_by_role("button", name="Put all back").click()
    home = page.get_by_role("button", name="Back to its place")
    expect(home).to_have_count(0)
    page.locator(".notice", has_text="went back").get_by_role("button", name="Undo").click()
    expect(home).to_be_visible()
    page.get_by_label("Stand where").select_option(label="the map puts them")
    expect(home).to_be_visible()
    page.get_by_role("button", name="New arrangement").click()
    page.get_by_role("dialog").get_by_label("Name").fill("For friends")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Stand where").locator("option:checked")).to_have_text("For friends (0 tracks)")
    expect(home).to_have_count(0)
    page.get_by_label("Stand where").select_option(label="My places (1 track)")
    expect(home).to_be_visible()
    page.reload()
    expect(page.get_by_label("Stand where").locator("option")).to_have_text(
        ["the map puts them", "My places (1 track)", "For friends (0 tracks)"]
    )


def test_before_the_first_map_its_command_is_told(page_server: PageServer, open_page: OpenPage):
    page = open_page(f"{page_server.address}/room")
    expect(page.locator("h1")).to_have_text("There is no map yet")
    expect(page.locator(".command")).to_have_text("/opt/here/segue build map")


def test_an_unknown_track_and_a_track_outside_the_map_are_told(room: str, open_page: OpenPage):
    page = open_page(f"{room}?at=odd-3")
    expect(page.locator(".room-panel")).to_contain_text("It is not in the map")
    page.goto(f"{room}?at=nothing")
    expect(page.locator(".room-panel")).to_contain_text("It is not in the map")


@pytest.mark.parametrize(("theme", "viewport"), [("dark", WIDE), ("light", WIDE), ("dark", PHONE), ("light", PHONE)])
@pytest.mark.parametrize("query", ["", "?at=k01-t04", "?axes=tempo,loudness,brightness&colour=tempo", "?view=list"])
def test_everybody_can_use_the_room(room: str, open_page: OpenPage, theme: str, viewport: dict[str, int], query: str):
    page = open_page(room + query, viewport=viewport, theme=theme, bypass_csp=True, reduced_motion="reduce")
    if "view=list" in query:
        expect(page.locator(".room-list")).to_be_visible()
    else:
        wait_for_picture(page)
    if "at=" in query:
        chosen_title(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
