"""A headset for tests of the page: IWER, emulated in Chromium, with its hands moved by the test; metres throughout."""

import math
from collections.abc import Callable
from typing import Any, Literal

from playwright.sync_api import Page

from tests.paths import ROOT

IWER = ROOT / "webapp" / "frontend" / "node_modules" / "iwer" / "build" / "iwer.min.js"
Place = tuple[float, float, float]
Side = Literal["left", "right"]
EYES: Place = (0.0, 1.6, 0.0)
AT_REST: dict[Side, Place] = {"left": (-0.25, 1.3, -0.3), "right": (0.25, 1.3, -0.3)}

WEAR = """
(() => {
    const device = new IWER.XRDevice(IWER.metaQuest3, { stereoEnabled: true })
    // Chromium has a WebXR of its own that knows no headset.
    device.installRuntime({ forceInstall: true })
    device.position.set(0, 1.6, 0)
    window.headset = device
    window.nLost = 0
    addEventListener('webglcontextlost', () => { window.nLost += 1 }, true)
})()
"""
FRAMES = "() => document.querySelector('.room-picture').vr?.figures().n_frames"
READ = "() => document.querySelector('.room-picture').vr.figures()"


class Headset:
    """The headset that `page` is shown in, and its two hands."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        """What the console told as an error."""
        page.on("console", lambda said: self.troubles.append(said.text) if said.type == "error" else None)
        page.add_init_script(IWER.read_text(encoding="utf-8") + WEAR)

    def enter(self) -> None:
        """Press "Enter VR" and wait until the room stands around the wearer."""
        self.page.get_by_role("button", name="Enter VR").click()
        self.page.wait_for_function("() => document.querySelector('.room-picture')?.vr?.figures().n_frames > 2")

    def figures(self) -> dict[str, Any]:
        """Return what the picture tells of itself."""
        told: dict[str, Any] = self.page.evaluate(READ)
        return told

    def wait_frames(self, n: int = 3) -> None:
        """Wait until so many more frames were drawn: what a hand does is seen by the next; or until one has left."""
        now = self.page.evaluate(FRAMES)
        self.page.wait_for_function(f"(until) => (({FRAMES})() ?? until) >= until", arg=(now or 0) + n)

    def wait_for(self, what: str) -> dict[str, Any]:
        """Wait until `what`, JavaScript of the figures `f`, is true; returns them."""
        self.page.wait_for_function(f"() => {{ const f = ({READ})(); return {what} }}")
        return self.figures()

    def place_of(self, row: int) -> Place:
        """Return where a node is."""
        x, y, z = self.page.evaluate("(row) => document.querySelector('.room-picture').vr.placeOf(row)", row)
        return x, y, z

    def place_of_control(self, name: str) -> Place:
        """Return where a control of the panel is."""
        at = self.page.evaluate("(name) => document.querySelector('.room-picture').vr.control(name)", name)
        assert at is not None, f"no control {name!r} on the panel"
        x, y, z = at
        return x, y, z

    def use_hands(self) -> None:
        """Put the controllers away: bare hands from now on."""
        self.page.evaluate("() => { headset.primaryInputMode = 'hand' }")
        self.wait_frames()

    def move(self, side: Side, at: Place, to: Place, *, roll: float = 0.0) -> None:
        """Put a hand at a place, pointing to another, rolled clockwise by so many radians."""
        x, y, z = _turned_to(at, to, roll)[:3]
        w = _turned_to(at, to, roll)[3]
        self.page.evaluate(
            """([side, at, [x, y, z, w]]) => {
                const inputs = headset.primaryInputMode === 'hand' ? headset.hands : headset.controllers
                inputs[side].position.set(...at)
                inputs[side].quaternion.set(x, y, z, w)
            }""",
            [side, list(at), [x, y, z, w]],
        )
        self.wait_frames()

    def point(self, side: Side, to: Place, *, roll: float = 0.0) -> None:
        """Point from where a hand rests."""
        self.move(side, AT_REST[side], to, roll=roll)

    def hold(self, side: Side, button: Literal["trigger", "squeeze", "pinch"], *, is_down: bool) -> None:
        """Press a button down, or let it go."""
        if button == "pinch":
            act = "([side, , value]) => headset.hands[side].updatePinchValue(value)"
        else:
            act = "([side, button, value]) => headset.controllers[side].updateButtonValue(button, value)"
        self.page.evaluate(act, [side, button, 1 if is_down else 0])
        self.wait_frames()

    def press(self, side: Side, button: Literal["trigger", "squeeze", "pinch"] = "trigger") -> None:
        """Press a button and let it go."""
        self.hold(side, button, is_down=True)
        self.hold(side, button, is_down=False)

    def press_control(self, side: Side, name: str) -> None:
        """Point at a control of the panel and press it."""
        self.point(side, self.place_of_control(name))
        assert self.figures()["control"] == name
        self.press(side)

    def push_stick(self, side: Side, x: float, y: float) -> None:
        """Push a thumbstick; forward is -y."""
        self.page.evaluate("([side, x, y]) => headset.controllers[side].updateAxes('thumbstick', x, y)", [side, x, y])
        self.wait_frames()

    def variances(self) -> tuple[float, float]:
        """Return the variance of the pixels that each eye sees, 0..255 squared: of an empty picture it is nearly 0."""
        png = self.page.screenshot()
        left, right = self.page.evaluate(VARIANCES, list(png))
        return left, right


VARIANCES = """async (bytes) => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const half = Math.floor(image.width / 2)
    return [0, half].map((left) => {
        const { data } = context.getImageData(left, 0, half, image.height)
        let [sum, squares, n] = [0, 0, 0]
        for (let at = 1; at < data.length; at += 16) {
            sum += data[at]
            squares += data[at] ** 2
            n += 1
        }
        return squares / n - (sum / n) ** 2
    })
}"""


def _turned_to(at: Place, to: Place, roll: float) -> tuple[float, float, float, float]:
    """Return the quaternion x y z w of a hand that points along -z to `to`."""
    dx, dy, dz = (b - a for a, b in zip(at, to, strict=True))
    yaw, pitch = math.atan2(-dx, -dz), math.atan2(dy, math.hypot(dx, dz))
    about_y = (0.0, math.sin(yaw / 2), 0.0, math.cos(yaw / 2))
    about_x = (math.sin(pitch / 2), 0.0, 0.0, math.cos(pitch / 2))
    about_z = (0.0, 0.0, math.sin(-roll / 2), math.cos(-roll / 2))
    return _times(_times(about_y, about_x), about_z)


def _times(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    (ax, ay, az, aw), (bx, by, bz, bw) = a, b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


Wear = Callable[..., Headset]
