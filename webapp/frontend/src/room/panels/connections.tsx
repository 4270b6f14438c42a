/** What the tags connect a track by: lines that are switched on and off, and names that lead to their pages. */
import type { Track, TrackDetail } from "../../api/records";
import type { ContributorAnswer } from "../../api/schema";
import { roomSays } from "../../messages/room/room";
import { useLoaded } from "../../state/loading";
import { toAlbum, toArtist, toPart } from "../../state/paths";
import type { Connection, NodeAnswer } from "../map/records";
import { type LineKind, shownLines, toggleLines } from "../state";

export function Connections({ now }: { now: NodeAnswer }) {
  const { data } = useLoaded<TrackDetail>(`/api/v1/tracks/${encodeURIComponent(now.track.track_id)}`);
  const kinds = [...new Set(now.connections.map(({ kind }) => kind))];
  return (
    <section class="room-panel-part">
      <h3>{roomSays.node.connections}</h3>
      {now.connections.length === 0 && <p class="room-quiet">{roomSays.node.none}</p>}
      <ul class="room-connections">
        {now.connections.map((connection) => (
          <li key={`${connection.kind}:${connection.name}`}>
            <span class="room-quiet">{roomSays.node.kinds[connection.kind] ?? connection.kind}</span>
            <Name name={connection.name} href={hrefOf(now.track, connection, data?.contributors ?? [])} />
            <span class="room-quiet">{roomSays.node.together(connection.n_tracks)}</span>
          </li>
        ))}
      </ul>
      <fieldset class="room-switches">
        <legend>{roomSays.node.lines}</legend>
        <Switch kind="neighbours" words={roomSays.node.neighbourLines} />
        {kinds.map((kind) => (
          <Switch key={kind} kind={kind} words={roomSays.node.kinds[kind] ?? kind} />
        ))}
      </fieldset>
    </section>
  );
}

/** Where a name leads; empty where it has no page. */
function hrefOf(track: Track, { kind, name }: Connection, contributors: readonly ContributorAnswer[]): string {
  if (kind === "artist") return track.artist === name && track.artist_id ? toArtist(track.artist_id) : "";
  if (kind === "album") return track.album_id && toAlbum(track.album_id);
  const same = contributors.find((each) => each.kind === kind && each.name === name);
  return same ? toPart(kind, same.key) : "";
}

function Name({ name, href }: { name: string; href: string }) {
  return href ? (
    <a class="name" dir="auto" href={href} title={name}>
      {name}
    </a>
  ) : (
    <span class="name" dir="auto" title={name}>
      {name}
    </span>
  );
}

export function Switch({ kind, words }: { kind: LineKind; words: string }) {
  return (
    <label class={`room-switch room-line-${kind}`}>
      <input type="checkbox" checked={shownLines.value.has(kind)} onChange={() => toggleLines(kind)} />
      {words}
    </label>
  );
}
