"""What the tests of the room share: opening it, where a node is in the picture, and what the picture holds."""

from typing import Any

from playwright.sync_api import Page, expect

PICTURE = ".room-picture"
HANDS = ".room-hands"
"""Takes the keys."""


def wait_for_picture(page: Page) -> None:
    """Wait until the room is drawn and stands still."""
    page.wait_for_function("() => document.querySelector('.room-picture')?.figures?.().n_frames > 0")
    wait_until_still(page)


def wait_until_still(page: Page) -> None:
    """Wait until no frame was drawn for a third of a second, and the last one is on the screen.

    Without a graphics card frames are drawn later than they were asked for.
    """
    page.wait_for_function(
        """() => new Promise((resolve) => {
            const picture = document.querySelector('.room-picture')
            const before = picture.figures().n_frames
            setTimeout(() => resolve(picture.figures().n_frames === before), 333)
        })"""
    )
    page.evaluate(
        """() => new Promise((resolve) => {
            const context = document.querySelector('.room-picture').getContext('webgl2')
            context.readPixels(0, 0, 1, 1, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4))
            requestAnimationFrame(() => requestAnimationFrame(resolve))
        })"""
    )


def figures(page: Page) -> dict[str, Any]:
    """Return what the picture tells of itself."""
    told: dict[str, Any] = page.evaluate("() => document.querySelector('.room-picture').figures()")
    return told


def picture(page: Page) -> bytes:
    """Return the picture as PNG.

    Without a graphics card the first screenshot after a frame can miss the canvas, so the second one is returned.
    """
    page.locator(PICTURE).screenshot()
    return page.locator(PICTURE).screenshot()


def variance(page: Page) -> float:
    """Return the variance of the picture's pixels, 0..255 squared: of an empty one it is nearly 0."""
    png = picture(page)
    spread: float = page.evaluate(
        """async (bytes) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }))
            const canvas = new OffscreenCanvas(image.width, image.height)
            const context = canvas.getContext('2d')
            context.drawImage(image, 0, 0)
            const { data } = context.getImageData(0, 0, image.width, image.height)
            let [sum, squares, n] = [0, 0, 0]
            for (let at = 1; at < data.length; at += 16) {
                sum += data[at]
                squares += data[at] ** 2
                n += 1
            }
            return squares / n - (sum / n) ** 2
        }""",
        list(png),
    )
    return spread


def node_in_picture(page: Page) -> tuple[float, float]:
    """Move the pointer over the picture until it meets a node; returns where, in pixels of the window."""
    box = page.locator(PICTURE).bounding_box()
    assert box is not None
    for y in range(3, 18):
        for x in range(6, 26):
            at = box["x"] + box["width"] * x / 32, box["y"] + box["height"] * y / 20
            page.mouse.move(*at)
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            if page.locator(".room-label-name").count():
                return at
    raise AssertionError("no node is under any point of the picture")


def places_of_words(page: Page) -> dict[str, str]:
    """Return where the names of the parts are seen, which tells where one looks from."""
    places: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.room-label-region')]
            .filter((label) => Number(label.style.opacity) > 0)
            .map((label) => [label.textContent, `${label.style.translate} ${label.style.transform}`]))"""
    )
    return places


def chosen_title(page: Page) -> str:
    """Wait for the panel of the chosen track and return its title."""
    title = page.locator(".room-song .name-title")
    expect(title).to_be_visible()
    return title.inner_text()
