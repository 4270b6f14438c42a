"""`make bench-room_frame`: what the room costs the page, in Chromium, on made-up maps of up to a million nodes.

Frames and picking are measured with the draw calls left out: without a graphics card they are carried out by a
processor, which takes a hundred times what the page does and is no measure of any graphics card. Beside that stands how
fast frames come when this machine's processor does draw, and how much the room then leaves out. The headset is IWER's;
what its emulation does is not counted, and its times are on the clock.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks.big_catalogue import FMA_TRACKS
from benchmarks.results_file import RESULTS, Cell, Goal, Table, write_result
from benchmarks.room_frame.measuring import FrameCost, measure_drawn, measure_page, measure_stereo
from benchmarks.room_frame.tab import SIZE, room_tab
from infra.servers.listening_port import free_port

SIZES = (10_000, FMA_TRACKS, 1_000_000)
MAX_DRAW_CALLS, MAX_SCRIPT_MS, MAX_PICK_MS = 12, 4.0, 2.0
MAX_ALLOCATED = 0.0
"""Bytes a frame, by the page's own scripts: nothing is to be allocated in the frame loop."""
MAX_FIRST_LOAD_MB = 1.5
EYES = 2
COLUMNS = (
    "room",
    "draw calls",
    "script ms",
    "p95",
    "pick ms",
    "p95",
    "picks without the pointer",
    "bytes a frame by the page",
    "by three.js",
    "heap bytes a frame",
)


@click.command()
@click.option("--nodes", multiple=True, type=int, default=SIZES, help="Sizes of the map; 106,574 has the goals.")
@click.option("--folder", default=RESULTS, type=click.Path(path_type=Path), help="Where the result is written.")
def main(nodes: tuple[int, ...], folder: Path) -> None:
    """Measure and write `benchmarks/results/room_frame.json`."""
    rows: list[tuple[Cell, ...]] = []
    loads: list[tuple[Cell, ...]] = []
    goals: list[Goal] = []
    for n_nodes in nodes:
        with page_server(n_nodes) as address:
            with room_tab(address) as tab:
                wire_mb = tab.wire_bytes / 1e6
                page = measure_page(tab)
            with room_tab(address, has_headset=True) as tab:
                stereo = measure_stereo(tab)
            with room_tab(address, is_drawn=True) as tab:
                drawn = measure_drawn(tab)
        rows += [_row(f"{n_nodes:,} nodes", page), _row(f"{n_nodes:,} nodes, both eyes", stereo)]
        loads.append((f"{n_nodes:,} nodes", wire_mb, drawn.script_ms, drawn.apart_ms, drawn.share, drawn.ratio))
        goals += [*goals_of(n_nodes, page, 1), *goals_of(n_nodes, stereo, EYES)]
        if n_nodes == FMA_TRACKS:
            target = f"<= {MAX_FIRST_LOAD_MB} MB"
            holds = wire_mb <= MAX_FIRST_LOAD_MB
            goals.append(Goal(f"first load of {n_nodes:,} nodes, all of the page", target, f"{wire_mb:.2f} MB", holds))
    size = f"{SIZE['width']} x {SIZE['height']}"
    drawn_columns = (
        "room",
        "first load, MB",
        "script ms",
        "frame to frame, ms",
        "share of the nodes",
        "of the pixels' edge",
    )
    tables = [
        Table("A frame of the page's main thread, drawing left out", COLUMNS, tuple(rows)),
        Table(f"First load, and frames drawn by the processor at {size}", drawn_columns, tuple(loads)),
    ]
    write_result("room_frame", goals=goals, tables=tables, folder=folder)


@contextmanager
def page_server(n_nodes: int) -> Iterator[str]:
    """Serve a room of so many nodes; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.room_frame.page_server", str(port), str(n_nodes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            if server.stdout is None or server.stdout.readline().strip() != "ready":
                raise RuntimeError("the page server ended; its reason is on the standard error")
            yield f"http://127.0.0.1:{port}/room"
        finally:
            server.terminate()


def _row(name: str, cost: FrameCost) -> tuple[Cell, ...]:
    return (
        name, cost.draw_calls, cost.script_ms, cost.script_p95_ms, cost.pick_ms, cost.pick_p95_ms, cost.n_idle_picks,
        cost.allocated_bytes, cost.allocated_by_three_bytes, cost.heap_bytes,
    )  # fmt: skip


def goals_of(n_nodes: int, cost: FrameCost, n_eyes: int) -> list[Goal]:
    """Say what holds of one size, on the page or in a headset."""
    where = f"{n_nodes:,} nodes" + (", both eyes" if n_eyes > 1 else "")
    max_calls = MAX_DRAW_CALLS * n_eyes
    return [
        Goal(f"draw calls a frame, {where}", f"<= {max_calls}", str(cost.draw_calls), cost.draw_calls <= max_calls),
        Goal(f"script of a frame, {where}", f"<= {MAX_SCRIPT_MS:g} ms", f"{cost.script_ms:.2f} ms",
             cost.script_ms <= MAX_SCRIPT_MS),
        Goal(f"picking, {where}", f"<= {MAX_PICK_MS:g} ms", f"{cost.pick_ms:.2f} ms", cost.pick_ms <= MAX_PICK_MS),
        Goal(f"picks while the pointer rests, {where}", "0", str(cost.n_idle_picks), cost.n_idle_picks == 0),
        Goal(f"allocated in the frame loop, {where}", f"<= {MAX_ALLOCATED:g} bytes a frame",
             f"{cost.allocated_bytes:.0f} bytes", cost.allocated_bytes <= MAX_ALLOCATED),
    ]  # fmt: skip


if __name__ == "__main__":
    main()
