"""A tab of Chromium that shows the room: opened, kept in motion, and asked by the protocol of its developer tools."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from infra.setup.requirements import chromium_program

IWER = Path(__file__).parents[2] / "webapp" / "frontend" / "node_modules" / "iwer" / "build" / "iwer.min.js"
PICTURE = ".room-picture"
SIZE = {"width": 1440, "height": 900}
SEMI_SPACE_MB = 128
"""New objects have so much room that nothing is collected while they are counted; nothing else begins to, either."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    f"--js-flags=--min-semi-space-size={SEMI_SPACE_MB} --max-semi-space-size={SEMI_SPACE_MB} --no-incremental-marking",
)
READY_MS = 300_000
SELDOM_MS = 500
"""Asking costs the page time and memory, too."""
NO_DRAWING = """
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
    for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
        if (kind.prototype[name]) kind.prototype[name] = () => undefined
"""
"""Drawing by a processor takes a hundred times what the page does, on the same cores: so only the page is measured."""
WEAR = """
{
    const device = new IWER.XRDevice(IWER.metaQuest3, { stereoEnabled: true })
    device.installRuntime({ forceInstall: true })
    device.position.set(0, 1.6, 0)
    window.headset = device
}
"""


@dataclass
class Tab:
    """The page, its developer tools, and what came over the wire."""

    page: Page
    tools: CDPSession
    wire_bytes: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    """Of the trace that was taken last."""
    n_traces: int = 0

    def open(self, address: str) -> None:
        """Load the room and wait until it is drawn and nothing more comes."""
        self.tools.on("Network.loadingFinished", lambda sent: self._count(sent))
        self.tools.on("Tracing.dataCollected", lambda sent: self.events.extend(sent["value"]))
        self.tools.on("Tracing.tracingComplete", lambda _sent: self._end_trace())
        self.tools.send("Network.enable")
        self.page.goto(address)
        self.page.wait_for_function(f"() => document.querySelector('{PICTURE}')?.figures?.().n_frames > 0")
        self.page.wait_for_load_state("networkidle")

    def figures(self) -> dict[str, Any]:
        """Return what the picture tells of itself."""
        told: dict[str, Any] = self.page.evaluate(f"() => document.querySelector('{PICTURE}').figures()")
        return told

    def wait_frames(self, n: int, kind: str = "figures()") -> None:
        """Wait until so many more frames were drawn; `kind` is what counts them."""
        read = f"document.querySelector('{PICTURE}').{kind}.n_frames"
        until = self.page.evaluate(read) + n
        self.page.wait_for_function(f"(until) => {read} >= until", arg=until, polling=SELDOM_MS)

    @contextmanager
    def turning(self) -> Iterator[None]:
        """Go around the room meanwhile, as a held key does."""
        self.page.locator(".room-hands").focus()
        self.page.keyboard.down("ArrowLeft")
        yield
        self.page.keyboard.up("ArrowLeft")

    @contextmanager
    def traced(self) -> Iterator[None]:
        """Keep what the main thread does meanwhile in `events`."""
        self.events.clear()
        n_before = self.n_traces
        config = {"includedCategories": ["devtools.timeline", "v8"], "excludedCategories": ["*"]}
        self.tools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})
        yield
        self.tools.send("Tracing.end")
        while self.n_traces == n_before:
            self.page.wait_for_timeout(20)

    def heap_bytes(self) -> int:
        """Return how much of JavaScript's heap is in use."""
        return int(self.tools.send("Runtime.getHeapUsage")["usedSize"])

    def _end_trace(self) -> None:
        self.n_traces += 1

    def _count(self, sent: dict[str, Any]) -> None:
        self.wire_bytes += int(sent["encodedDataLength"])


@contextmanager
def room_tab(address: str, *, is_drawn: bool = False, has_headset: bool = False) -> Iterator[Tab]:
    """Open the room in a browser of its own; `is_drawn`: also carry out what is drawn, on the processor."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=list(ARGUMENTS))
        context: BrowserContext = browser.new_context(viewport=SIZE, color_scheme="dark")  # type: ignore[arg-type]
        context.set_default_timeout(READY_MS)
        page = context.new_page()
        if not is_drawn:
            page.add_init_script(NO_DRAWING)
        if has_headset:
            page.add_init_script(IWER.read_text(encoding="utf-8") + WEAR)
        tab = Tab(page, context.new_cdp_session(page))
        tab.open(address)
        yield tab
        browser.close()
