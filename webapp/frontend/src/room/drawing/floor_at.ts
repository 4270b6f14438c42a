/** Height of the floor, below the lowest node, in lengths of the room. */
export const FLOOR_AT = -1.18;
