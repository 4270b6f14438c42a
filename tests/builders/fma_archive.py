"""A small zip in the layout of FMA's archives, made on the spot."""

import io
import random
import zipfile
from collections.abc import Sequence

from mutagen.id3 import ID3, TCON, TIT2

GENRES_CSV = """genre_id,#tracks,parent,title,top_level
2,5271,0,International,2
3,1752,0,Blues,3
10,13845,0,Pop,10
12,32923,0,Rock,12
15,34413,0,Electronic,15
17,12706,0,Folk,17
21,8389,0,Hip-Hop,21
27,6041,12,Lo-Fi,12
38,38154,0,Experimental,38
1235,14938,0,Instrumental,1235
"""
MAIN = ("Electronic", "Experimental", "Folk", "Hip-Hop", "Instrumental", "International", "Pop", "Rock")


def clip(genre: str | None, *, seed: int, n_bytes: int = 20_000) -> bytes:
    """Return an ID3 tag followed by bytes that do not compress."""
    tag = ID3()
    tag.add(TIT2(encoding=3, text=f"clip {seed}"))
    if genre:
        tag.add(TCON(encoding=3, text=genre))
    head = io.BytesIO()
    tag.save(head)
    return head.getvalue() + random.Random(seed).randbytes(n_bytes)


def fma_small(genres: Sequence[str | None]) -> bytes:
    """Return `fma_small.zip` with one clip per given genre, as `fma_small/000/000001.mp3` and on."""
    members = {"fma_small/README.txt": b"clips"}
    for i, genre in enumerate(genres, 1):
        members[f"fma_small/{i // 1000:03d}/{i:06d}.mp3"] = clip(genre, seed=i)
    return zipped(members)


def fma_metadata() -> bytes:
    """Return `fma_metadata.zip` with the genre tree."""
    return zipped({"fma_metadata/genres.csv": GENRES_CSV.encode(), "fma_metadata/tracks.csv": b"," * 300_000})


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip of these members."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return archive.getvalue()
