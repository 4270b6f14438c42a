/** Where every row stands now: by the map, by three quantities, or where the listener has put it. */
import { effect, signal } from "@preact/signals";
import { isMotionWanted } from "../../components/motion";
import { Nodes } from "../drawing/nodes";
import type { Stage } from "../drawing/stage";
import type { RowTracks } from "../map/row_tracks";
import { needColumns, openMap, openRows } from "../map/store";
import { NO_OWN, type OwnRows, ownRows, withOwn } from "../own/own_rows";
import { Grid } from "../picking/grid";
import { axes } from "../state";
import { countWithin } from "../where";
import { arrange, axesOf, axisLabels } from "./arranging";

export class Standing {
  /** Counts up when rows stand elsewhere. */
  readonly turn = signal(0);
  /** Counts up when all of them are arranged in another way. */
  readonly layoutTurn = signal(0);
  places: Float32Array = new Float32Array();
  grid = new Grid(this.places);
  /** The rows that stand where the listener has put them. */
  own = NO_OWN;
  private arranged = "";
  private rows: RowTracks | null = null;

  constructor(private readonly stage: Stage) {}

  /** Returns how to stop. */
  follow(): () => void {
    const ends = [effect(this.putRows), effect(this.putPlaces)];
    return () => {
      for (const end of ends) end();
    };
  }

  /** Another map, other points; whoever writes to points makes sure first that they are those of the map. */
  readonly putRows = (): void => {
    const rows = openRows.value;
    const map = openMap.peek()?.map;
    if (!rows || !map || rows === this.rows) return;
    this.rows = rows;
    this.stage.putNodes(new Nodes(map.places));
    this.arranged = "";
    this.stand(map.places, NO_OWN);
  };

  /** x y z of a row. */
  at(row: number): Float32Array {
    return this.places.subarray(row * 3, row * 3 + 3);
  }

  has(row: number): boolean {
    return row >= 0 && row * 3 + 2 < this.places.length;
  }

  wayTo(row: number, x: number, y: number, z: number): number {
    const [px = 0, py = 0, pz = 0] = this.at(row);
    return Math.hypot(px - x, py - y, pz - z);
  }

  /** How many rows stand nearer to a point than `reach`. */
  countWithin(x: number, y: number, z: number, reach: number): number {
    return countWithin(this.places, x, y, z, reach);
  }

  /** From now on single rows may be moved; the map's own places are never written to. */
  loosen(): void {
    this.places = this.places.slice();
  }

  /** Put one row elsewhere, at once; after `loosen`. */
  move(row: number, x: number, y: number, z: number): void {
    this.places.set([x, y, z], row * 3);
    this.stage.nodes?.moveRow(row, this.at(row));
    this.turn.value += 1;
  }

  private readonly putPlaces = (): void => {
    this.putRows();
    const map = openMap.value?.map;
    const names = axes.value;
    const own = ownRows.value;
    if (!map) return;
    const wanted = axesOf(map, names);
    if (names && !wanted) void needColumns(names).catch(() => undefined);
    this.stage.labels.set("axes", axisLabels(wanted));
    const key = wanted ? wanted.map(({ name }) => name).join(",") : "";
    if (key === this.arranged && own === this.own) return;
    if (key !== this.arranged) this.layoutTurn.value = this.layoutTurn.peek() + 1;
    this.arranged = key;
    this.stand(withOwn(arrange(map, wanted), own), own);
    this.stage.flyNodes(this.places, !isMotionWanted());
  };

  private stand(places: Float32Array, own: OwnRows): void {
    this.places = places;
    this.own = own;
    this.grid = new Grid(places);
    this.turn.value = this.turn.peek() + 1;
  }
}
