/** Orders by chance in which no artist comes twice in a row, as far as that can be had. */

export type Shuffling = "off" | "tracks" | "albums";
const TURNS: readonly Shuffling[] = ["off", "tracks", "albums"];

export interface Shuffled {
  /** Empty when it is not known: then it is nobody else's, too. */
  readonly artist: string;
  readonly album: string;
}

export const nextShuffling = (now: Shuffling): Shuffling => TURNS[(TURNS.indexOf(now) + 1) % TURNS.length] ?? "off";

/**
 * A new order by chance; `after` is the artist of what stands before it.
 *
 * An artist with more than half of what is left must come now, or would have to follow itself later; else every item that
 * is left has the same chance, but for those of the artist before.
 */
export function shuffleTracks<Item>(
  items: readonly Item[],
  { artistOf, after = "", random }: { artistOf: (item: Item) => string; after?: string; random: () => number },
): Item[] {
  const stacks = stacked(mixed(items, random), artistOf);
  const order: Item[] = [];
  let before = after && stacks.get(after);
  for (let left = items.length; left > 0; left -= 1) {
    const others = [...stacks.values()].filter((stack) => stack.length > 0 && stack !== before);
    const urgent = others.find((stack) => stack.length > left / 2);
    const stack = urgent ?? drawn(others, random) ?? before;
    const item = stack ? stack.pop() : undefined;
    if (item === undefined) break;
    order.push(item);
    before = stack;
  }
  return order;
}

/** Albums by chance, each from its first to its last; tracks of no album stand for themselves. */
export function shuffleAlbums<Item>(
  items: readonly Item[],
  {
    albumOf,
    artistOf,
    after = "",
    random,
  }: { albumOf: (item: Item) => string; artistOf: (item: Item) => string; after?: string; random: () => number },
): Item[] {
  const albums = [...stacked(items, albumOf).values()];
  const first = (album: readonly Item[]) => (album[0] === undefined ? "" : artistOf(album[0]));
  return shuffleTracks(albums, { artistOf: first, after, random }).flat();
}

/** Items by what they have in common; those with an empty key are alone. */
function stacked<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<unknown, Item[]> {
  const stacks = new Map<unknown, Item[]>();
  for (const item of items) {
    const key = keyOf(item) || Symbol();
    const stack = stacks.get(key);
    if (stack) stack.push(item);
    else stacks.set(key, [item]);
  }
  return stacks;
}

/** One of the stacks, each as likely as it is high. */
function drawn<Item>(stacks: readonly Item[][], random: () => number): Item[] | undefined {
  let rest = random() * stacks.reduce((sum, stack) => sum + stack.length, 0);
  return stacks.find((stack) => {
    rest -= stack.length;
    return rest < 0;
  });
}

/** By Fisher and Yates. */
function mixed<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [order[last], order[other]];
    if (a !== undefined && b !== undefined) [order[last], order[other]] = [b, a];
  }
  return order;
}
