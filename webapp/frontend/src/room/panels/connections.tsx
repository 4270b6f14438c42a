/** What the tags connect a track by: lines that are switched on and off, and names that lead to their pages. */
import { roomSays } from "../../messages/room";
import { toAlbum, toArtist } from "../../state/paths";
import type { Connection, NodeAnswer } from "../map/records";
import { type LineKind, shownLines, toggleLines } from "../state";

export function Connections({ now }: { now: NodeAnswer }) {
  const kinds = [...new Set(now.connections.map(({ kind }) => kind))];
  return (
    <section class="room-panel-part">
      <h3>{roomSays.node.connections}</h3>
      {now.connections.length === 0 && <p class="room-quiet">{roomSays.node.none}</p>}
      <ul class="room-connections">
        {now.connections.map((connection) => (
          <li key={`${connection.kind}:${connection.name}`}>
            <span class="room-quiet">{roomSays.node.kinds[connection.kind] ?? connection.kind}</span>
            <Name now={now} connection={connection} />
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

function Name({ now, connection: { kind, name } }: { now: NodeAnswer; connection: Connection }) {
  const { track } = now;
  const isOwnArtist = kind === "artist" && track.artist === name && track.artist_id;
  const href = isOwnArtist ? toArtist(track.artist_id) : kind === "album" && track.album_id && toAlbum(track.album_id);
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
