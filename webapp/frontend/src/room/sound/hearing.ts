/** How something in the room is heard: from which side of the head, and how loud. Changed in place: frames allocate nothing. */

export interface Heard {
  /** Which way it is from the head, of length 1: to the right, up, and to the back, as Web Audio has it. */
  x: number;
  y: number;
  z: number;
  /** 0..1, of how loud it is at hand. */
  gain: number;
}

export interface Voice {
  /** How loud it is at hand. */
  readonly loud: number;
  /** What is left of that from wherever one hears it. */
  readonly least: number;
}

/** What plays is heard from everywhere in the room. */
export const MUSIC: Voice = { loud: 1, least: 0.3 };
/** What stands around is heard as one hears it through a wall. */
export const NEIGHBOUR: Voice = { loud: 0.14, least: 0 };
export const MAX_NEIGHBOURS = 3;
/** Farther from where one stands nothing is a neighbour, in lengths of the room. */
export const NEIGHBOURS_WITHIN = 0.7;

/** As near as this it is at hand, in lengths of the room; at twice the distance half is left. */
const AT_HAND = 0.45;
/** Nearer than this it has no side: it is in one's head. */
const NO_SIDE = 0.06;

export const newHeard = (): Heard => ({ x: 0, y: 0, z: -1, gain: 0 });

/** `toHead`: from the room to the space of the head, 16 numbers by column, without scale. */
export function hear(toHead: ArrayLike<number>, place: ArrayLike<number>, voice: Voice, into: Heard): Heard {
  const x = along(toHead, 0, place);
  const y = along(toHead, 1, place);
  const z = along(toHead, 2, place);
  const way = Math.sqrt(x * x + y * y + z * z);
  const side = Math.min(1, way / NO_SIDE);
  // What is in the head is heard ahead, and goes to its side as one steps back from it.
  const ahead = 1 - side;
  const inverse = way > 0 ? side / way : 0;
  into.x = x * inverse;
  into.y = y * inverse;
  into.z = z * inverse - ahead;
  into.gain = voice.loud * Math.max(voice.least, way <= AT_HAND ? 1 : AT_HAND / way);
  return into;
}

/** Rows by speaker: what goes on sounding stays in its own, and the others take those that are free; -1 for none. */
export function keepSpeakers(before: readonly number[], wanted: readonly number[]): readonly number[] {
  const kept = Array.from({ length: MAX_NEIGHBOURS }, (_, at) => before[at] ?? -1).map((row) =>
    wanted.includes(row) ? row : -1,
  );
  const coming = wanted.filter((row) => !kept.includes(row));
  return kept.map((row) => (row >= 0 ? row : (coming.shift() ?? -1)));
}

const along = (matrix: ArrayLike<number>, row: number, place: ArrayLike<number>): number =>
  (matrix[row] ?? 0) * (place[0] ?? 0) +
  (matrix[row + 4] ?? 0) * (place[1] ?? 0) +
  (matrix[row + 8] ?? 0) * (place[2] ?? 0) +
  (matrix[row + 12] ?? 0);
