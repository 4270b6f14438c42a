/** Dark, light, or as the system says; and the accent of the playing cover. */
import { computed, effect, signal } from "@preact/signals";
import { mainHue, parseColour, type Rgb, readableAccent } from "../rules/colours";
import { playingTrack } from "./player/queue";
import { save, saved } from "./saved";

export type Theme = "dark" | "light" | "system";

const SAMPLE_PX = 24;
/** A new accent restyles the whole page: the sound and the picks that follow a skip come first. */
const ACCENT_AFTER_MS = 300;
const systemDark = matchMedia("(prefers-color-scheme: dark)");
export const isSystemDark = signal(systemDark.matches);

export const theme = signal<Theme>(saved<Theme>("theme", "system"));
export const isDark = computed(() => (theme.value === "system" ? isSystemDark.value : theme.value === "dark"));

const hue = signal<{ hue: number; saturation: number } | null>(null);

export function openTheme(): void {
  systemDark.addEventListener("change", (event) => {
    isSystemDark.value = event.matches;
  });
  effect(() => {
    document.documentElement.dataset.theme = isDark.value ? "dark" : "light";
    save("theme", theme.value);
    applyAccent(hue.value, isDark.value);
  });
  effect(() => {
    const url = playingTrack.value?.cover_url;
    const waiting = setTimeout(() => {
      if (url) void sampleCover(url);
      else hue.value = null;
    }, ACCENT_AFTER_MS);
    return () => clearTimeout(waiting);
  });
}

async function sampleCover(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    hue.value = null;
    return;
  }
  if (playingTrack.peek()?.cover_url !== url) return;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SAMPLE_PX;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.drawImage(image, 0, 0, SAMPLE_PX, SAMPLE_PX);
  hue.value = mainHue(context.getImageData(0, 0, SAMPLE_PX, SAMPLE_PX).data);
}

/** Tokens name the fallback; a readable colour from the cover replaces it on the root element. */
function applyAccent(found: { hue: number; saturation: number } | null, dark: boolean): void {
  const root = document.documentElement;
  const accent = found && readableAccent(found.hue, found.saturation, surfaces(root), dark);
  if (accent) root.style.setProperty("--accent", `rgb(${accent.join(" ")})`);
  else root.style.removeProperty("--accent");
}

function surfaces(root: HTMLElement): readonly Rgb[] {
  const tokens = getComputedStyle(root);
  return ["--surface-0", "--surface-1", "--surface-2", "--surface-3"]
    .map((name) => parseColour(tokens.getPropertyValue(name)))
    .filter((colour): colour is Rgb => colour !== null);
}
