"""`make pictures`: pictures of the room, taken of the demo library and kept in docs/pictures."""

from contextlib import nullcontext
from pathlib import Path

import click

from benchmarks.pictures.camera import chromium, take
from benchmarks.pictures.demo_player import demo_player
from benchmarks.pictures.shots import SHOTS
from benchmarks.pictures.small_picture import small_webp
from benchmarks.pictures.telling_tracks import seen_tracks, telling_tracks
from benchmarks.real_sounds import starter_music

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@click.command()
@click.option("--at", "running", help="Address of a player that runs already; else the demo library gets its own.")
@click.option("--music", type=click.Path(exists=True, path_type=Path), help="Folder of music in the demo's place.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=PICTURES, show_default=True)
@click.option("--only", multiple=True, type=click.Choice([shot.name for shot in SHOTS]), help="Only these pictures.")
def main(running: str | None, music: Path | None, into: Path, only: tuple[str, ...]) -> None:
    """Take the pictures; says of each where it lies, and of the tracks that they stand at."""
    player = nullcontext(running.rstrip("/")) if running else demo_player(music or starter_music())
    into.mkdir(parents=True, exist_ok=True)
    with player as address, chromium() as browser:
        tracks = telling_tracks(seen_tracks(address))
        for name, track in (("kept", tracks.kept), ("torn", tracks.torn)):
            click.echo(f"{name}: {track.title}, {track.neighbours_kept} neighbours kept, {track.n_connected} connected")
        for shot in SHOTS:
            if only and shot.name not in only:
                continue
            webp = small_webp(browser, take(browser, shot, address=address, tracks=tracks))
            file = into / f"{shot.name}.webp"
            file.write_bytes(webp)
            click.echo(f"{file}: {len(webp) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
