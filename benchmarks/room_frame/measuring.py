"""What is measured in an open tab: frames, picking, what is allocated, with both eyes and with one."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.room_frame.tab import PICTURE, Tab

WARM_UP, FRAMES, PICKS = 600, 300, 200
DRAWN_WARM_UP, DRAWN = 40, 20
SETTLING = 10
"""Frames until a hand that was moved is seen where it is."""
SAMPLING_BYTES = 256
OWN_SCRIPTS = "/static/assets/"
THREE = "/static/assets/three-"
"""The library's chunk, which `vite.config.ts` names."""
PICK = f"""async (n) => {{
    const picture = document.querySelector('{PICTURE}')
    const {{ left, top, width, height }} = picture.getBoundingClientRect()
    const frame = () => new Promise(requestAnimationFrame)
    const taken = []
    for (let at = 0; at < n; at += 1) {{
        const [clientX, clientY] = [left + width * (0.2 + 0.6 * (at * 0.618 % 1)), top + height * (0.1 + 0.8 * at / n)]
        const how = {{ clientX, clientY, pointerType: 'mouse', bubbles: true }}
        picture.dispatchEvent(new PointerEvent('pointermove', how))
        await frame()
        await frame()
        taken.push(picture.figures().pick_ms)
    }}
    return taken
}}"""
EYES = f"""(n) => new Promise((done) => {{
    const {{ vr }} = document.querySelector('{PICTURE}')
    const [taken, picks, from] = [[], [], vr.figures().n_frames]
    let seen = from
    const look = () => {{
        const {{ n_frames, frame_ms, pick_ms }} = vr.figures()
        if (n_frames > seen) [taken.push(frame_ms), picks.push(pick_ms)]
        seen = n_frames
        const angle = n_frames / 60
        headset.controllers.right.quaternion.set(0.1 * Math.sin(angle), 0.1 * Math.cos(angle), 0, 0.99)
        if (taken.length < n) requestAnimationFrame(look)
        else done([taken, picks])
    }}
    requestAnimationFrame(look)
}})"""


@dataclass(frozen=True, kw_only=True)
class FrameCost:
    """What a moving room costs the page's main thread, per frame."""

    draw_calls: int
    script_ms: float
    """CPU of the main thread in the frame's script, median; the next one at the 95th percentile."""
    script_p95_ms: float
    pick_ms: float
    """On the clock, median; the next one at the 95th percentile."""
    pick_p95_ms: float
    allocated_bytes: float
    """In the page's own scripts, by samples of every 256 bytes or so; the next one in three.js."""
    allocated_by_three_bytes: float
    heap_bytes: float | None
    """By which the whole heap grew; None in a headset, whose emulation allocates."""
    n_idle_picks: int
    """Picks while the pointer, or the hand that points, did not move; on a screen the room was turned meanwhile."""


@dataclass(frozen=True, kw_only=True)
class DrawnCost:
    """How the room moves when the processor draws it."""

    script_ms: float
    """CPU of the main thread in the frame's script, median."""
    apart_ms: float
    """From frame to frame, median."""
    share: float
    """Of the nodes, and of the pixels along an edge: what is drawn in motion, so that frames come in time."""
    ratio: float


def measure_page(tab: Tab) -> FrameCost:
    """Measure the room on a screen while it is turned."""
    with tab.turning():
        tab.wait_frames(WARM_UP)
        picks_before = tab.figures()["n_picks"]
        tab.tools.send("HeapProfiler.collectGarbage")
        heap, first = tab.heap_bytes(), tab.figures()["n_frames"]
        with tab.traced():
            tab.wait_frames(FRAMES)
        heap_bytes = tab.heap_bytes() - heap
        told = tab.figures()
        allocated, by_three = _allocated_per_frame(tab, "figures()")
    picks = np.array(tab.page.evaluate(PICK, PICKS))
    script = _script_ms(tab.events)
    return FrameCost(
        draw_calls=told["draw_calls"],
        script_ms=float(np.median(script)),
        script_p95_ms=float(np.percentile(script, 95)),
        pick_ms=float(np.median(picks)),
        pick_p95_ms=float(np.percentile(picks, 95)),
        allocated_bytes=allocated,
        allocated_by_three_bytes=by_three,
        heap_bytes=None if _was_collected(tab.events) else heap_bytes / (told["n_frames"] - first),
        n_idle_picks=told["n_picks"] - picks_before,
    )


def measure_stereo(tab: Tab) -> FrameCost:
    """Measure the room in a headset while a hand points around: on the clock, for the emulation shares the script."""
    tab.page.get_by_role("button", name="Enter VR").click()
    tab.page.wait_for_function(f"() => document.querySelector('{PICTURE}')?.vr?.figures().n_frames > 2")
    tab.page.evaluate(EYES, WARM_UP)
    frames, picks = (np.array(each) for each in tab.page.evaluate(EYES, FRAMES))
    tab.wait_frames(SETTLING, "vr.figures()")
    picks_before = _vr_figures(tab)["n_picks"]
    allocated, by_three = _allocated_per_frame(tab, "vr.figures()")
    told = _vr_figures(tab)
    return FrameCost(
        draw_calls=told["draw_calls"],
        script_ms=float(np.median(frames)),
        script_p95_ms=float(np.percentile(frames, 95)),
        pick_ms=float(np.median(picks)),
        pick_p95_ms=float(np.percentile(picks, 95)),
        allocated_bytes=allocated,
        allocated_by_three_bytes=by_three,
        heap_bytes=None,
        n_idle_picks=told["n_picks"] - picks_before,
    )


def _vr_figures(tab: Tab) -> dict[str, Any]:
    told: dict[str, Any] = tab.page.evaluate(f"() => document.querySelector('{PICTURE}').vr.figures()")
    return told


def measure_drawn(tab: Tab) -> DrawnCost:
    """Measure the room while it is turned and really drawn."""
    with tab.turning():
        tab.wait_frames(DRAWN_WARM_UP)
        with tab.traced():
            tab.wait_frames(DRAWN)
        told = tab.figures()
    frames = [event for event in tab.events if event["name"] == "FireAnimationFrame"]
    return DrawnCost(
        script_ms=float(np.median(_script_ms(tab.events))),
        apart_ms=float(np.median(np.diff(sorted(event["ts"] for event in frames)))) / 1_000,
        share=told["share"],
        ratio=told["ratio"],
    )


def _script_ms(events: list[dict[str, Any]]) -> np.ndarray:
    """Return the CPU time of each frame's script; an event without one was cut off by the trace's end."""
    frames = [event["tdur"] / 1_000 for event in events if event["name"] == "FireAnimationFrame" and "tdur" in event]
    if not frames:
        raise RuntimeError("the trace holds no frame with its CPU time; this Chromium does not tell it")
    return np.array(frames)


def _was_collected(events: list[dict[str, Any]]) -> bool:
    return any(event["name"] in {"MinorGC", "MajorGC"} for event in events)


def _allocated_per_frame(tab: Tab, kind: str) -> tuple[float, float]:
    """Return what the page's own scripts allocate, and what three.js does, bytes a frame."""
    read = f"() => document.querySelector('{PICTURE}').{kind}.n_frames"
    how = {
        "samplingInterval": SAMPLING_BYTES,
        "includeObjectsCollectedByMajorGC": True,
        "includeObjectsCollectedByMinorGC": True,
    }
    first = tab.page.evaluate(read)
    tab.tools.send("HeapProfiler.startSampling", how)
    tab.wait_frames(FRAMES, kind)
    head = tab.tools.send("HeapProfiler.stopSampling")["profile"]["head"]
    n_frames = tab.page.evaluate(read) - first
    by_script = Counter[str]()
    count_bytes(head, "", by_script)
    return by_script["page"] / n_frames, by_script["three"] / n_frames


def count_bytes(node: dict[str, Any], above: str, by_script: Counter[str]) -> None:
    """Add the bytes at and below a node to the script that asked for them; built-in functions are their caller's."""
    url = node["callFrame"]["url"]
    is_built_in = node["callFrame"]["lineNumber"] < 0
    script = above if is_built_in else "three" if THREE in url else "page" if OWN_SCRIPTS in url else ""
    by_script[script] += node["selfSize"]
    for each in node["children"]:
        count_bytes(each, script, by_script)
