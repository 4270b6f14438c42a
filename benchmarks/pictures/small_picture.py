"""Makes a screenshot small enough for a page of documentation: WebP, as Chromium itself writes it."""

from base64 import b64decode, b64encode

from playwright.sync_api import Browser

MAX_BYTES = 150_000
QUALITIES = (0.92, 0.85, 0.75, 0.65, 0.5)
"""The first that is small enough is taken."""
_AS_WEBP = """async ([png, quality]) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(image.width, image.height)
    canvas.getContext('2d').drawImage(image, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality })
    return await new Promise((resolve) => {
        const reader = new FileReader()
        reader.onload = () => resolve(reader.result.split(',')[1])
        reader.readAsDataURL(blob)
    })
}"""


class TooLarge(Exception):
    """A picture that is too large at every quality."""


def small_webp(browser: Browser, png: bytes) -> bytes:
    """Return the picture as WebP of at most `MAX_BYTES`, as good as that allows; raises `TooLarge`."""
    page = browser.new_page()
    try:
        for quality in QUALITIES:
            webp = b64decode(page.evaluate(_AS_WEBP, [b64encode(png).decode(), quality]))
            if len(webp) <= MAX_BYTES:
                return webp
    finally:
        page.close()
    raise TooLarge(f"{len(webp):,} bytes at a quality of {QUALITIES[-1]}, and {MAX_BYTES:,} are allowed")
