/** What all charts of the lab share: type, axes, the words at the pointer. */
import type { ChartOption } from "./engine";
import type { Palette } from "./palette";

const TEXT_PX = 12;

export function chartFrame(colours: Palette, isMoving: boolean): ChartOption {
  return {
    animation: isMoving,
    animationDuration: 180,
    animationDurationUpdate: 120,
    textStyle: { fontFamily: colours.font, fontSize: TEXT_PX, color: colours.text2 },
    grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
    tooltip: {
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.raised,
      borderColor: colours.line,
      padding: [8, 12],
      textStyle: { color: colours.text1, fontFamily: colours.font, fontSize: 13 },
    },
  };
}

export function categories(colours: Palette, names: readonly string[], width = 140): object {
  return {
    type: "category",
    data: [...names],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.text2, fontSize: TEXT_PX, width, overflow: "truncate" },
  };
}

export function values(colours: Palette, name = "", more: object = {}): object {
  return {
    type: "value",
    name,
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: { color: colours.text3, fontSize: TEXT_PX },
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.text3, fontSize: TEXT_PX, hideOverlap: true },
    ...more,
  };
}

/** Room at both ends for the figures that stand beside the bars. */
export function roomFor(figures: readonly number[]): { readonly min: number; readonly max: number } {
  const [low, high] = [Math.min(0, ...figures), Math.max(0, ...figures)];
  const room = (high - low || 1) * 0.12;
  return { min: low < 0 ? low - room : 0, max: high > 0 ? high + room : 0 };
}

/** Words at the pointer as elements: strings of HTML would carry style attributes. */
export function words(lines: readonly string[]): HTMLElement {
  const box = document.createElement("div");
  for (const [at, line] of lines.entries()) {
    const part = document.createElement("div");
    part.textContent = line;
    part.className = at === 0 ? "chart-tip-name" : "chart-tip-line";
    part.dir = "auto";
    box.append(part);
  }
  return box;
}

/** Which row of the data the pointer is on, whatever triggered the words. */
export function pointedAt(parameters: unknown): number {
  const first = Array.isArray(parameters) ? parameters[0] : parameters;
  return (first as { dataIndex?: number } | undefined)?.dataIndex ?? -1;
}
