/** How fast is played: what is spoken has a speed of its own, so that music keeps its own. */

export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;
export type Sort = "spoken" | "music";
export type Speeds = Readonly<Record<Sort, number>>;

export const PLAIN_SPEEDS: Speeds = { spoken: 1, music: 1 };

const SPOKEN = /audio ?book|h[öo]rb(uch|[üu]cher)|h[öo]rspiel|podcast|spoken|speech|lecture|radio drama|storytelling/i;

export const sortOf = (genres: readonly string[]): Sort =>
  genres.some((genre) => SPOKEN.test(genre)) ? "spoken" : "music";

/** The next speed up or down; the last one stays. */
export function stepped(speed: number, by: 1 | -1): number {
  const at = SPEEDS.findIndex((each) => each >= speed);
  return SPEEDS[Math.min(Math.max(at + by, 0), SPEEDS.length - 1)] ?? 1;
}

/** What was kept by the browser, made fit for use: an unknown speed is the plain one. */
export const checkedSpeeds = ({ spoken, music }: Speeds): Speeds => ({
  spoken: known(spoken),
  music: known(music),
});

const known = (speed: number): number => SPEEDS.find((each) => each === speed) ?? 1;
