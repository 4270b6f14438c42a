from itertools import pairwise
from xml.etree import ElementTree

import pytest

from benchmarks.quality.line_chart import HEIGHT_PX, WIDTH_PX, Chart, Line, Point, draw
from benchmarks.quality.picks_curves import MODELS, chart_of
from benchmarks.quality.runs import kept
from recommender.prediction.evaluation.report import ReportRow
from tests.paths import ROOT

SVG = "{http://www.w3.org/2000/svg}"
PLACES = ("1-10", "11-30", "31-60")


def line(name: str, *values: float, half: float = 0.05) -> Line:
    return Line(name, tuple(Point(value, value - half, value + half) for value in values))


def chart(*lines: Line, title: str = "Share finished") -> Chart:
    return Chart(title=title, x_label="plays", y_label="share, 0 to 1", places=PLACES, lines=lines)


def drawn(*lines: Line, title: str = "Share finished") -> ElementTree.Element:
    return ElementTree.fromstring(draw(chart(*lines, title=title)))


def points_of(group: ElementTree.Element) -> list[tuple[float, float]]:
    text = group.find(f"{SVG}polyline").get("points")
    return [tuple(float(number) for number in pair.split(",")) for pair in text.split()]


def row(model: str, metric: str, value: float, *, half: float | None = 0.01) -> ReportRow:
    low, high = (None, None) if half is None else (value - half, value + half)
    return ReportRow(model=model, metric=metric, value=value, low=low, high=high, n=10)


def test_a_line_goes_to_the_right_and_higher_where_values_grow():
    (group,) = drawn(line("engine", 0.3, 0.4, 0.6)).findall(f"{SVG}g")
    points = points_of(group)
    assert len(points) == len(PLACES)
    assert all(x < other_x and y > other_y for (x, y), (other_x, other_y) in pairwise(points))


def test_values_stand_at_the_height_that_the_axis_says():
    picture = drawn(line("engine", 0.25, 0.45, 0.6))
    heights = {
        float(text.text): float(text.get("y")) - 4
        for text in picture.findall(f"{SVG}text")
        if text.get("text-anchor") == "end"
    }
    assert {0.2, 0.6} <= heights.keys()
    per_unit = (heights[0.6] - heights[0.2]) / 0.4
    ((_, first), (_, second), (_, third)) = points_of(picture.find(f"{SVG}g"))
    assert third == pytest.approx(heights[0.6], abs=0.15)
    assert second - first == pytest.approx(0.2 * per_unit, abs=0.15)


def test_each_point_has_its_interval_inside_the_picture():
    for group in drawn(line("a", 0.0, 0.5, 1.0, half=0.2), line("b", 0.9, 0.1, 0.4)).findall(f"{SVG}g"):
        intervals = [path.get("d") for path in group.findall(f"{SVG}path") if path.get("class") == "interval"]
        assert len(intervals) == len(PLACES)
        for interval, (x, y) in zip(intervals, points_of(group), strict=True):
            low, high = (float(text) for text in interval.split("M")[1].split(" ")[1].split("V"))
            assert 0 < high < y < low < HEIGHT_PX
            assert 0 < x < WIDTH_PX


def test_lines_differ_by_more_than_colour_and_are_named_beside_their_mark():
    groups = drawn(*(line(name, 0.1, 0.2, 0.3) for name in "abcd")).findall(f"{SVG}g")
    assert [group.find(f"{SVG}text").text for group in groups] == list("abcd")
    marks = {
        next((part.tag, (part.get("d") or "")) for part in group if part.get("class") == "mark") for group in groups
    }
    assert len(marks) == 4


def test_axes_title_and_a_dark_page_are_thought_of():
    picture = drawn(line("engine", 0.3, 0.4, 0.6), title="Finished & <liked>")
    words = {text.text for text in picture.iter(f"{SVG}text")}
    assert {"Finished & <liked>", "plays", "share, 0 to 1", *PLACES} <= words
    assert "engine: 0.300, 0.400, 0.600" in picture.find(f"{SVG}desc").text
    assert "prefers-color-scheme: dark" in picture.find(f"{SVG}style").text


def test_equal_values_without_scatter_can_be_drawn():
    assert len(points_of(drawn(line("oracle", 0.0, 0.0, 0.0, half=0.0)).find(f"{SVG}g"))) == len(PLACES)


def test_a_line_with_a_point_too_few_and_a_chart_without_lines_are_refused():
    with pytest.raises(ValueError, match="engine has 2 points for 3 places"):
        draw(chart(line("engine", 0.3, 0.4)))
    with pytest.raises(ValueError, match="0 lines; 1 to 4"):
        draw(chart())


def test_rows_by_stretches_of_plays_become_a_line_for_each_model():
    rows = [row(model, f"regret, plays {block}", 0.4) for model in MODELS for block in PLACES]
    made = chart_of([*rows, row("engine", "regret", 0.5), row("engine", "finished, plays 1-10", 0.6)], "regret")
    assert made.places == PLACES
    assert [each.name for each in made.lines] == list(MODELS)
    assert {point.value for each in made.lines for point in each.points} == {0.4}


def test_a_report_without_stretches_or_intervals_is_refused():
    with pytest.raises(ValueError, match="has no rows 'finished, plays"):
        chart_of([row("engine", "regret", 0.5)], "finished")
    rows = [row(model, "finished, plays 1-10", 0.4, half=None) for model in MODELS]
    with pytest.raises(ValueError, match="no value with an interval of engine for plays 1-10"):
        chart_of(rows, "finished")


@pytest.mark.parametrize("metric", ["finished", "regret"])
def test_the_pictures_are_those_of_the_kept_report_and_shown_beside_the_picks(metric):
    (result,) = (result for result in kept() if result.name == "picks")
    picture = (ROOT / "docs" / "pictures" / f"picks_{metric}.svg").read_text(encoding="utf-8")
    assert picture == draw(chart_of(result.evaluation.rows, metric)), "run: python -m benchmarks.quality --page"
    assert f"](pictures/picks_{metric}.svg)" in (ROOT / "docs" / "picks.md").read_text()
