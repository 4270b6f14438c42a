/** What the API says of the map; docs/api.md has the words and units. */
import type { ColumnHeader, NodeConnection } from "../../api/schema";

export type {
  ColumnHeader as ColumnHead,
  GhostAnswer,
  GhostKnob as Knob,
  MapHeader as MapHead,
  NodeAnswer,
  NodeNeighbour as Neighbour,
  NodeQuantity,
  RegionHeader as Region,
  RoomQuantity as Quantity,
} from "../../api/schema";

export type Place = readonly [x: number, y: number, z: number];
export type Scale = ColumnHeader["scale"];
export type Connection = NodeConnection;
export type ConnectionKind = NodeConnection["kind"];

/** In the order of their colours. */
export const CONNECTION_KINDS = [
  "artist",
  "album",
  "label",
  "composer",
  "writer",
  "producer",
] as const satisfies readonly ConnectionKind[];
