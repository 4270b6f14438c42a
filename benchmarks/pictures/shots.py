"""Which pictures there are: what of the room, on which screen, in which colours, and what is done before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from benchmarks.pictures.telling_tracks import TellingTracks

Theme = Literal["dark", "light"]
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
AXES = "axes=tempo,loudness,brightness&colour=rhythm_strength"
TURNED = {"Loudness": 0.3}
"""Knobs that are turned for the ghost, and where to, of their whole way: like this one, but quieter."""


def leave_as_it_is(page: Page) -> None:
    """Take the page as it opens."""


def step_back(page: Page) -> None:
    """See the whole room, with the lines of the chosen track through it."""
    page.get_by_role("button", name="Where am I?").click()


def turn_knobs(page: Page) -> None:
    """Turn the chosen track's knobs, so that its ghost goes elsewhere, and step back to see both."""
    page.get_by_role("button", name="Turn its knobs").click()
    for name, share in TURNED.items():
        knob = page.locator(".room-knob", has_text=name).get_by_role("slider")
        knob.evaluate(
            """(knob, share) => {
                knob.value = Number(knob.min) + share * (knob.max - knob.min)
                knob.dispatchEvent(new Event('input', { bubbles: true }))
            }""",
            share,
        )
    page.locator(".room-like").wait_for()
    page.get_by_role("button", name="Turn its knobs").evaluate("(fold) => fold.scrollIntoView({ block: 'start' })")


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture; `{kept}` and `{torn}` in its query are the ids of telling tracks."""

    name: str
    query: str = ""
    theme: Theme = "dark"
    viewport: ViewportSize = field(default_factory=lambda: WIDE)
    act: Callable[[Page], None] = leave_as_it_is

    @property
    def has_depth(self) -> bool:
        """Whether it shows the room in three dimensions."""
        return "view=" not in self.query

    def path(self, tracks: TellingTracks) -> str:
        """Return where the page is that it is taken of."""
        return "/room?" + self.query.format(kept=tracks.kept.track_id, torn=tracks.torn.track_id)


SHOTS = (
    Shot(name="whole_room"),
    Shot(name="neighbours", query="at={kept}", theme="light"),
    Shot(name="torn_apart", query="at={torn}", act=step_back),
    Shot(name="three_quantities", query=AXES),
    Shot(name="ghost", query="at={kept}", theme="light", act=turn_knobs),
    Shot(name="flat_map", query="view=flat&colour=brightness", theme="light"),
    Shot(name="list", query="view=list&at={torn}"),
    Shot(name="phone", query="at={kept}", viewport=PHONE),
)
