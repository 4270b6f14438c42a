"""How ffmpeg is to read a track's file: by itself, or through libsndfile when it cannot."""

from pathlib import Path

from recommender.records import Track
from webapp.services import TranscodingSource


def transcoding_source(track: Track, path: Path, start_s: float) -> TranscodingSource:
    """Return it for the sound from `start_s` on; raises `OSError` when the file cannot be opened."""
    # Decoding is loaded with the first transcoding, not with the start.
    from etl.decode.ffmpeg import input_options

    if track.ffmpeg_refuses:
        from etl.decode.sound_pipe import pipe_command

        return TranscodingSource(("-f", "au", "-i", "pipe:0"), pipe_command(path, start_s=start_s))
    seek = ("-ss", f"{start_s:.3f}") if start_s else ()
    return TranscodingSource((*seek, *input_options(path)))
