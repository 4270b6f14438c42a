/** Which parts of a long list are fetched to be played, as the queue takes no more than `most` tracks. */

export interface Part {
  readonly start: number;
  readonly limit: number;
}

/** Parts of a long list that lie anywhere in it, each row as likely as another but for the ends of parts. */
export function partsByChance(total: number, most: number, part: number, random: () => number): readonly Part[] {
  if (total <= most) return [{ start: 0, limit: most }];
  const places = Array.from({ length: Math.ceil(total / part) }, (_, at) => at);
  return Array.from({ length: Math.floor(most / part) }, () => {
    const [place = 0] = places.splice(Math.floor(random() * places.length), 1);
    return { start: place * part, limit: part };
  });
}
