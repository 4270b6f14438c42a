/** The colours of the tokens as a canvas understands them, taken again when theme or accent change. */
import { signal } from "@preact/signals";

const NAMES = {
  text1: "--text-1",
  text2: "--text-2",
  text3: "--text-3",
  line: "--line",
  ground: "--surface-1",
  raised: "--surface-3",
  accent: "--accent",
  accentLine: "--accent-line",
  accentSoft: "--accent-soft",
  problem: "--problem",
  up: "--up",
  down: "--down",
  band1: "--band-1",
  band2: "--band-2",
  band3: "--band-3",
  band4: "--band-4",
} as const;

export type Palette = Readonly<Record<keyof typeof NAMES, string>> & { readonly font: string };

/** Counts the changes of theme and accent: what draws with colours reads it. */
export const coloursChanged = signal(0);
let watcher: MutationObserver | undefined;

function watchColours(): void {
  if (watcher) return;
  watcher = new MutationObserver(() => {
    coloursChanged.value += 1;
  });
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "style"] });
}

/** A probe computes mixed colours, one pixel turns any notation into red, green and blue. */
export function paletteNow(): Palette {
  watchColours();
  const probe = document.createElement("i");
  document.body.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const pixel = canvas.getContext("2d", { willReadFrequently: true });
  const read = (token: string): string => {
    probe.style.color = `var(${token})`;
    if (!pixel) return getComputedStyle(probe).color;
    pixel.fillStyle = getComputedStyle(probe).color;
    pixel.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
    return `rgb(${red},${green},${blue})`;
  };
  const colours = Object.fromEntries(Object.entries(NAMES).map(([name, token]) => [name, read(token)]));
  const font = getComputedStyle(document.documentElement).getPropertyValue("--font").trim();
  probe.remove();
  return { ...(colours as Record<keyof typeof NAMES, string>), font };
}
