/** Asks the server again and again, for as long as somebody looks. */

export interface Asking {
  /** Begin, with others who look; returns what ends it. */
  readonly watch: () => () => void;
  /** Ask now, and go on from there. */
  readonly look: () => Promise<void>;
}

/** `ask` returns after how many milliseconds it is to be called again. */
export function askWhileShown(ask: () => Promise<number>): Asking {
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    const after_ms = await ask();
    if (watchers > 0) timer = setTimeout(() => void look(), after_ms);
  };
  const watch = () => {
    watchers += 1;
    if (watchers === 1) void look();
    return () => {
      watchers -= 1;
      if (watchers === 0) clearTimeout(timer);
    };
  };
  return { watch, look };
}
