/** What a test or a benchmark reads off the canvas while a headset shows the room; places in metres of the wearer's space. */
import type { RoomPicture } from "../drawing/figures";
import type { Place } from "../map/records";
import type { HoldKind } from "./hands/hold";

export interface VrFigures {
  readonly n_frames: number;
  /** Main-thread time of the last frame, both eyes, and of the slowest of the last 60. */
  readonly frame_ms: number;
  readonly max_frame_ms: number;
  readonly pick_ms: number;
  readonly n_picks: number;
  /** Of both eyes. */
  readonly draw_calls: number;
  /** Metres that a length of the room is long. */
  readonly metres: number;
  readonly head: Place;
  /** Where the wearer's space is in the room, and how it is turned. */
  readonly stands: Place;
  readonly yaw: number;
  /** What is pointed at. */
  readonly row: number | null;
  readonly control: string;
  readonly holds: readonly HoldKind[];
  /** Where a hand that aims would go, in the room. */
  readonly target: Place | null;
  /** Of the turned track, in the room. */
  readonly ghost: Place | null;
}

export interface VrReadings {
  readonly figures: () => VrFigures;
  readonly placeOf: (row: number) => Place;
  /** The middle of a control of the open panel; null where it is not there. */
  readonly control: (name: string) => Place | null;
}

export interface VrPicture extends RoomPicture {
  vr?: VrReadings;
}
