/** The parts of the library of one kind, as tiles. */
import type { FacetAnswer } from "../api/schema";
import { collectionHandle } from "../components/cards/collection_handle";
import { CollectionMore } from "../components/menu/more_button";
import { Empty } from "../components/states";
import { WindowedWall } from "../components/windowed_wall";
import { say } from "../messages";
import { partSays } from "../messages/parts";
import { toPart } from "../state/paths";
import { route } from "../state/router";

const KINDS = {
  decades: "decade",
  composers: "composer",
  writers: "writer",
  producers: "producer",
  labels: "label",
  folders: "folder",
} as const;
type Kinds = keyof typeof KINDS;

const isKinds = (text: string): text is Kinds => text in KINDS;

export default function PartWall() {
  const { id } = route.value;
  if (!isKinds(id)) return null;
  return (
    <WindowedWall<FacetAnswer>
      key={id}
      address={`/api/v1/parts/${KINDS[id]}`}
      label={say.library.parts[id]}
      card={(part) => <PartTile key={part.key} kind={KINDS[id]} part={part} />}
      empty={<Empty icon="library" title={partSays.none[id]} hint={partSays.noneHint} />}
    />
  );
}

function PartTile({ kind, part }: { kind: string; part: FacetAnswer }) {
  const name = part.name || partSays.topFolder;
  const of = { kind: "part", id: `${kind}:${part.key}`, name } as const;
  return (
    <div class="tile">
      <a class="part-tile" href={toPart(kind, part.key)} title={name} {...collectionHandle(of)}>
        <span class="name name-title" dir="auto">
          {name}
        </span>
        <span class="name-quiet">{say.tracks(part.n_tracks)}</span>
      </a>
      <span class="tile-more">
        <CollectionMore of={of} />
      </span>
    </div>
  );
}
