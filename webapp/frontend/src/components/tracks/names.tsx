/** Names as people wrote them: any script, any length, perhaps missing. */
import type { Track } from "../../api/records";
import { say } from "../../messages";
import { toArtist, toTrack } from "../../state/paths";

export const titleOf = (track: Pick<Track, "title">): string => track.title || say.untitled;
export const artistOf = (track: Pick<Track, "artist">): string => track.artist || say.unknownArtist;

export function Name({ text, kind = "" }: { text: string; kind?: string }) {
  return (
    <span class={`name ${kind}`} dir="auto" title={text}>
      {text}
    </span>
  );
}

export function TitleLink({ track }: { track: Track }) {
  const title = titleOf(track);
  return (
    <a class="name name-title" dir="auto" title={title} href={toTrack(track.track_id)}>
      {title}
    </a>
  );
}

export function ArtistLink({ track, skipTab = false }: { track: Track; skipTab?: boolean }) {
  const artist = artistOf(track);
  if (!track.artist_id || !track.artist) return <Name text={artist} kind="name-quiet" />;
  return (
    <a
      class="name name-quiet"
      dir="auto"
      title={artist}
      href={toArtist(track.artist_id)}
      tabIndex={skipTab ? -1 : undefined}
    >
      {artist}
    </a>
  );
}
