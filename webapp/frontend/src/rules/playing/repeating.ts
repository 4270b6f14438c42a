/** What comes when the last track ends, or each of them. */

export type Repeating = "off" | "all" | "one";
const TURNS: readonly Repeating[] = ["off", "all", "one"];

export const nextRepeating = (now: Repeating): Repeating => TURNS[(TURNS.indexOf(now) + 1) % TURNS.length] ?? "off";
