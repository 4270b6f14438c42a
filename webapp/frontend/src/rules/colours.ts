/** An accent from the playing cover that can always be read: hue from the picture, lightness from the contrast rule. */

export type Rgb = readonly [number, number, number];
export const READABLE = 4.5;

export function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number): number => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The most present strong hue among RGBA pixels, or null for a grey picture. */
export function mainHue(pixels: ArrayLike<number>): { hue: number; saturation: number } | null {
  const weights = new Float64Array(24);
  const saturations = new Float64Array(24);
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [hue, saturation, lightness] = hslOf([pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]);
    if ((pixels[at + 3] ?? 0) < 128 || lightness < 0.08 || lightness > 0.95 || saturation < 0.15) continue;
    const bin = Math.floor(hue / 15) % 24;
    const weight = saturation * (1 - Math.abs(lightness - 0.5));
    weights[bin] = (weights[bin] ?? 0) + weight;
    saturations[bin] = (saturations[bin] ?? 0) + weight * saturation;
  }
  const best = weights.reduce((top, weight, bin) => (weight > (weights[top] ?? 0) ? bin : top), 0);
  const weight = weights[best] ?? 0;
  if (weight === 0 || weight < (pixels.length / 4) * 0.01) return null;
  return { hue: best * 15 + 7.5, saturation: (saturations[best] ?? 0) / weight };
}

/** The accent for a hue on every one of `surfaces`, or null when none can be read. */
export function readableAccent(hue: number, saturation: number, surfaces: readonly Rgb[], isDark: boolean): Rgb | null {
  const strength = Math.min(Math.max(saturation, 0.45), 0.85);
  for (let step = 0; step <= 30; step += 1) {
    const lightness = isDark ? 0.64 + step * 0.01 : 0.42 - step * 0.01;
    const colour = rgbOf(hue, strength, lightness);
    if (surfaces.every((surface) => contrast(colour, surface) >= READABLE)) return colour;
  }
  return null;
}

export function parseColour(text: string): Rgb | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  if (!hex) return null;
  return [1, 2, 3].map((at) => Number.parseInt(hex[at] ?? "0", 16)) as unknown as Rgb;
}

function hslOf([red, green, blue]: Rgb): readonly [number, number, number] {
  const [r, g, b] = [red / 255, green / 255, blue / 255];
  const [top, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (top + low) / 2;
  const spread = top - low;
  if (spread === 0) return [0, 0, lightness];
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  const sector = top === r ? ((g - b) / spread + 6) % 6 : top === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  return [sector * 60, saturation, lightness];
}

function rgbOf(hue: number, saturation: number, lightness: number): Rgb {
  const part = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const a = saturation * Math.min(lightness, 1 - lightness);
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [part(0), part(8), part(4)];
}
