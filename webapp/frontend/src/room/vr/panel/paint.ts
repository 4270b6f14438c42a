/** Paints the panel on its canvas, in the colours of the page. */
import type { PanelBar, PanelControl, PanelLayout, PanelText } from "./records";

export interface PanelColours {
  readonly paper: string;
  readonly raised: string;
  readonly line: string;
  /** Of what cannot be pressed now. */
  readonly faint: string;
  readonly ink: string;
  readonly quiet: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly font: string;
}

/** Letters are this share of their line. */
const LETTER = 0.74;
const ROUND = 20;
/** A knob's ends, in radians clockwise from the right: it is open below. */
const FROM = Math.PI * 0.75;
const SWEEP = Math.PI * 1.5;
const KNOB_RADIUS = 46;

type Brush = CanvasRenderingContext2D;

export function paintPanel(
  brush: Brush,
  layout: PanelLayout,
  pointed: string,
  held: string,
  colours: PanelColours,
): void {
  const { width, height } = brush.canvas;
  brush.clearRect(0, 0, width, height);
  box(brush, 0, 0, width, height, 44, colours.paper);
  brush.strokeStyle = colours.line;
  brush.lineWidth = 3;
  brush.stroke();
  for (const text of layout.texts) write(brush, text, colours);
  for (const bar of layout.bars) drawBar(brush, bar, colours);
  for (const control of layout.controls) {
    const isPointed = control.name === pointed || control.name === held;
    if (control.kind === "knob") drawKnob(brush, control, isPointed, colours);
    else if (control.kind === "switch") drawSwitch(brush, control, isPointed, colours);
    else drawButton(brush, control, isPointed, colours);
  }
}

function write(brush: Brush, { words, x, y, width, line_px, tone, isRight }: PanelText, colours: PanelColours): void {
  const ink = { strong: colours.ink, plain: colours.ink, quiet: colours.quiet, accent: colours.accent }[tone];
  put(
    brush,
    words,
    isRight ? x + width : x,
    y,
    width,
    line_px,
    ink,
    isRight ? "right" : "left",
    colours,
    tone === "strong",
  );
}

function drawBar(brush: Brush, { x, y, width, share }: PanelBar, colours: PanelColours): void {
  box(brush, x, y - 6, width, 12, 6, colours.line);
  box(brush, x, y - 6, Math.max(12, width * share), 12, 6, colours.accent);
}

function drawButton(brush: Brush, control: PanelControl, isPointed: boolean, colours: PanelColours): void {
  const { x, y, width, height, label, isOn, isClosed, line_px } = control;
  box(brush, x, y, width, height, ROUND, isOn ? colours.accent : colours.raised);
  frame(brush, isPointed, colours);
  const ink = isClosed ? colours.faint : isOn ? colours.onAccent : colours.ink;
  put(brush, label, x + width / 2, y + height / 2, width - 16, line_px, ink, "center", colours, isOn);
}

function drawSwitch(brush: Brush, control: PanelControl, isPointed: boolean, colours: PanelColours): void {
  const { x, y, width, height, label, isOn, line_px } = control;
  box(brush, x, y, width, height, ROUND, colours.raised);
  frame(brush, isPointed, colours);
  const [left, middle] = [x + width - 108, y + height / 2];
  box(brush, left, middle - 22, 84, 44, 22, isOn ? colours.accent : colours.line);
  brush.fillStyle = isOn ? colours.onAccent : colours.ink;
  brush.beginPath();
  brush.arc(left + (isOn ? 62 : 22), middle, 16, 0, 2 * Math.PI);
  brush.fill();
  put(brush, label, x + 20, middle, width - 150, line_px, colours.ink, "left", colours, false);
}

function drawKnob(brush: Brush, control: PanelControl, isPointed: boolean, colours: PanelColours): void {
  const { x, y, width, label, value, share, isOn, line_px } = control;
  const [cx, cy] = [x + width / 2, y + KNOB_RADIUS + 12];
  const angle = FROM + SWEEP * share;
  brush.lineCap = "round";
  arc(brush, cx, cy, FROM, FROM + SWEEP, 12, colours.line);
  arc(brush, cx, cy, FROM, angle, 12, isOn ? colours.accent : colours.quiet);
  brush.fillStyle = isPointed ? colours.accent : colours.raised;
  brush.beginPath();
  brush.arc(cx, cy, KNOB_RADIUS - 14, 0, 2 * Math.PI);
  brush.fill();
  brush.strokeStyle = isPointed ? colours.onAccent : colours.ink;
  brush.lineWidth = 7;
  brush.beginPath();
  brush.moveTo(cx + Math.cos(angle) * 12, cy + Math.sin(angle) * 12);
  brush.lineTo(cx + Math.cos(angle) * 26, cy + Math.sin(angle) * 26);
  brush.stroke();
  put(brush, label, cx, cy + 72, width - 8, line_px, colours.ink, "center", colours, false);
  put(brush, value, cx, cy + 72 + line_px * 0.95, width - 8, line_px, colours.quiet, "center", colours, false);
}

function arc(brush: Brush, x: number, y: number, from: number, to: number, width: number, colour: string): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.beginPath();
  brush.arc(x, y, KNOB_RADIUS, from, to);
  brush.stroke();
}

function box(brush: Brush, x: number, y: number, width: number, height: number, round: number, fill: string): void {
  brush.fillStyle = fill;
  brush.beginPath();
  brush.roundRect(x, y, width, height, round);
  brush.fill();
}

/** Around the box that was drawn last. */
function frame(brush: Brush, isPointed: boolean, { accent, line }: PanelColours): void {
  brush.strokeStyle = isPointed ? accent : line;
  brush.lineWidth = isPointed ? 7 : 2;
  brush.stroke();
}

/** One line; what is too long is cut with an ellipsis and not squeezed. */
function put(
  brush: Brush,
  words: string,
  x: number,
  y: number,
  width: number,
  line_px: number,
  ink: string,
  align: CanvasTextAlign,
  { font }: PanelColours,
  isBold: boolean,
): void {
  brush.font = `${isBold ? 650 : 480} ${Math.round(line_px * LETTER)}px ${font}`;
  brush.textBaseline = "middle";
  brush.textAlign = align;
  brush.fillStyle = ink;
  let shown = words;
  if (brush.measureText(shown).width > width) {
    while (shown.length > 1 && brush.measureText(`${shown}…`).width > width) shown = shown.slice(0, -1);
    shown = `${shown.trimEnd()}…`;
  }
  brush.fillText(shown, x, y);
}
