/** What was changed step by step, so that it can be undone and done again. */

export interface Steps<State> {
  /** The last one is the state before `now`. */
  readonly past: readonly State[];
  readonly now: State;
  /** The first one is what `now` becomes again. */
  readonly future: readonly State[];
}

/** Older steps cannot be undone any more. */
export const MAX_STEPS = 100;

export const begin = <State>(now: State): Steps<State> => ({ past: [], now, future: [] });

export const done = <State>({ past, now }: Steps<State>, next: State): Steps<State> => ({
  past: [...past, now].slice(-MAX_STEPS),
  now: next,
  future: [],
});

export function undone<State>(steps: Steps<State>): Steps<State> {
  if (steps.past.length === 0) return steps;
  const before = steps.past.at(-1) as State;
  return { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future] };
}

export function redone<State>(steps: Steps<State>): Steps<State> {
  if (steps.future.length === 0) return steps;
  const [next, ...future] = steps.future as [State, ...State[]];
  return { past: [...steps.past, steps.now], now: next, future };
}
