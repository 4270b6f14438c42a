/** Where everything stands on the panel. Every line is large enough to be read at arm's length. */
import { vrSays } from "../../../messages/room/headset";
import type { ControlKind, PanelBar, PanelControl, PanelLayout, PanelPage, PanelState, PanelText } from "./records";

export const PANEL_PX = { width: 1024, height: 1152 } as const;
export const PANEL_M = { width: 0.46, height: 0.5175 } as const;
export const PX_PER_M = PANEL_PX.width / PANEL_M.width;

/** From line to line; the smallest is what `text_size` allows at arm's length. */
export const LINES_PX = { title: 54, plain: 42, small: 38 } as const;

const EDGE = 36;
const GAP = 16;
const BUTTON = 84;
const INNER = PANEL_PX.width - 2 * EDGE;
const HEAD_AT = 118;
const BODY_AT = 290;
const FOOT_AT = PANEL_PX.height - BUTTON - 20;
const MAX_QUANTITIES = 10;
const QUANTITY_PX = 50;
const KNOBS_IN_ROW = 4;
const KNOB_PX = 186;
const MAX_KNOBS = 12;

const PAGES: readonly PanelPage[] = ["track", "knobs", "settings"];

class Sheet {
  readonly texts: PanelText[] = [];
  readonly bars: PanelBar[] = [];
  readonly controls: PanelControl[] = [];

  text(words: string, x: number, y: number, width: number, how: Partial<PanelText> = {}): void {
    if (words) {
      this.texts.push({ words, x, y, width, line_px: LINES_PX.plain, tone: "plain", isRight: false, ...how });
    }
  }

  control(kind: ControlKind, of: string, label: string, box: Box, how: Partial<PanelControl> = {}): void {
    const [x, y, width, height] = box;
    const name = of ? `${kind} ${of}` : kind;
    const rest = { isOn: false, isClosed: false, line_px: LINES_PX.plain, share: 0, value: "" };
    this.controls.push({ kind, of, name, label, x, y, width, height, ...rest, ...how });
  }

  /** Buttons of one width beside each other. */
  row(y: number, buttons: readonly (readonly [ControlKind, string, Partial<PanelControl>?])[]): void {
    const width = (INNER - GAP * (buttons.length - 1)) / buttons.length;
    for (const [n, [kind, label, how]] of buttons.entries()) {
      this.control(kind, "", label, [EDGE + n * (width + GAP), y, width, BUTTON], how);
    }
  }
}

type Box = readonly [x: number, y: number, width: number, height: number];

export function layOut(state: PanelState): PanelLayout {
  const sheet = new Sheet();
  putPages(sheet, state);
  if (state.page === "settings") putSettings(sheet, state);
  else if (!state.track) putNothing(sheet);
  else {
    putHead(sheet, state.track);
    if (state.page === "track") putTrack(sheet, state);
    else putKnobs(sheet, state);
  }
  putFoot(sheet, state);
  return sheet;
}

/** The control at a point of the panel, or null. */
export function controlAt(layout: PanelLayout, x: number, y: number): PanelControl | null {
  for (const each of layout.controls) {
    const isIn = x >= each.x && x <= each.x + each.width && y >= each.y && y <= each.y + each.height;
    if (isIn && !each.isClosed) return each;
  }
  return null;
}

function putPages(sheet: Sheet, { page, track }: PanelState): void {
  const close = BUTTON;
  const width = (INNER - close - GAP * PAGES.length) / PAGES.length;
  for (const [n, each] of PAGES.entries()) {
    sheet.control("page", each, vrSays.pages[each], [EDGE + n * (width + GAP), 20, width, BUTTON - 12], {
      isOn: each === page,
      isClosed: each === "knobs" && !track,
    });
  }
  sheet.control("close", "", "✕", [PANEL_PX.width - EDGE - close, 20, close, BUTTON - 12]);
}

function putHead(sheet: Sheet, { title, artist, region }: NonNullable<PanelState["track"]>): void {
  sheet.text(title, EDGE, HEAD_AT + 27, INNER, { line_px: LINES_PX.title, tone: "strong" });
  sheet.text(artist, EDGE, HEAD_AT + 77, INNER);
  sheet.text(region, EDGE, HEAD_AT + 121, INNER, { line_px: LINES_PX.small, tone: "quiet" });
}

function putTrack(sheet: Sheet, { isLiked, quantities }: PanelState): void {
  sheet.row(BODY_AT, [
    ["play", vrSays.play],
    ["like", isLiked ? vrSays.liked : vrSays.like, { isOn: isLiked }],
    ["go", vrSays.goThere],
  ]);
  let y = BODY_AT + BUTTON + 48;
  for (const { label, value, level } of quantities.slice(0, MAX_QUANTITIES)) {
    sheet.text(label, EDGE, y, 300, { line_px: LINES_PX.small, tone: "quiet" });
    if (level !== null) sheet.bars.push({ x: EDGE + 320, y, width: 340, share: level });
    sheet.text(value, EDGE + 680, y, INNER - 680, { line_px: LINES_PX.small, isRight: true });
    y += QUANTITY_PX;
  }
}

function putKnobs(sheet: Sheet, { knobs, ghostWords, hasNearest }: PanelState): void {
  const hint = ghostWords || (knobs.length > 0 ? vrSays.knobsHint : vrSays.knobsWait);
  sheet.text(hint, EDGE, BODY_AT, INNER, { line_px: LINES_PX.small, tone: ghostWords ? "accent" : "quiet" });
  const width = INNER / KNOBS_IN_ROW;
  for (const [n, { name, label, value, share, isTurned }] of knobs.slice(0, MAX_KNOBS).entries()) {
    const x = EDGE + (n % KNOBS_IN_ROW) * width;
    const y = BODY_AT + 32 + Math.floor(n / KNOBS_IN_ROW) * KNOB_PX;
    sheet.control("knob", name, label, [x, y, width, KNOB_PX], {
      share,
      value,
      isOn: isTurned,
      line_px: LINES_PX.small,
    });
  }
  sheet.row(FOOT_AT - BUTTON - GAP, [
    ["reset", vrSays.knobsReset, { isClosed: !knobs.some(({ isTurned }) => isTurned) }],
    ["nearest", vrSays.knobsPlay, { isClosed: !hasNearest }],
  ]);
}

function putSettings(sheet: Sheet, { switches }: PanelState): void {
  let y = HEAD_AT + 10;
  for (const { name, label, isOn } of switches) {
    sheet.control("switch", name, label, [EDGE, y, INNER, BUTTON], { isOn });
    y += BUTTON + GAP;
  }
  y += GAP;
  sheet.row(y, [
    ["left", vrSays.settings.turnLeft],
    ["right", vrSays.settings.turnRight],
  ]);
  sheet.row(y + BUTTON + GAP, [
    ["whole", vrSays.settings.wholeRoom],
    ["leave", vrSays.leave],
  ]);
  for (const [n, words] of linesOf(vrSays.twoHands, 44).entries()) {
    sheet.text(words, EDGE, y + 2 * (BUTTON + GAP) + 40 + n * LINES_PX.plain, INNER, { tone: "quiet" });
  }
}

function putNothing(sheet: Sheet): void {
  const lines = [...linesOf(vrSays.nothing, 44), "", ...linesOf(vrSays.nothingMore, 44)];
  for (const [n, words] of lines.entries()) sheet.text(words, EDGE, HEAD_AT + 40 + n * LINES_PX.plain, INNER);
}

/** On every page: what plays, to stop it and to skip it. */
function putFoot(sheet: Sheet, { playing, isPlaying }: PanelState): void {
  const width = 200;
  const left = PANEL_PX.width - EDGE - 2 * width - GAP;
  const isClosed = playing === "";
  sheet.text(playing || vrSays.silent, EDGE, FOOT_AT + BUTTON / 2, left - EDGE - GAP, { tone: "quiet" });
  sheet.control("toggle", "", isPlaying ? vrSays.pause : vrSays.play, [left, FOOT_AT, width, BUTTON], { isClosed });
  sheet.control("skip", "", vrSays.skip, [left + width + GAP, FOOT_AT, width, BUTTON], { isClosed });
}

/** Words in lines of at most so many letters. */
function linesOf(words: string, letters: number): readonly string[] {
  const lines = [""];
  for (const word of words.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last && last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
