/** What the panel in the hand's reach shows, and where on it; all measures in pixels of its canvas. */

export type PanelPage = "track" | "knobs" | "settings";

export interface PanelQuantity {
  readonly label: string;
  readonly value: string;
  /** Share of the library below it, 0..1; null where it has no order. */
  readonly level: number | null;
}

export interface PanelKnob {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Between its lowest and highest value, 0..1. */
  readonly share: number;
  readonly isTurned: boolean;
}

export interface PanelState {
  readonly page: PanelPage;
  /** The chosen track; null where nothing is chosen. */
  readonly track: { readonly title: string; readonly artist: string; readonly region: string } | null;
  readonly isLiked: boolean;
  readonly quantities: readonly PanelQuantity[];
  readonly knobs: readonly PanelKnob[];
  readonly ghostWords: string;
  readonly hasNearest: boolean;
  readonly playing: string;
  readonly isPlaying: boolean;
  readonly switches: readonly { readonly name: string; readonly label: string; readonly isOn: boolean }[];
}

/** What a press on a control means; a knob and a switch also say which. */
export type ControlKind =
  | "page"
  | "play"
  | "skip"
  | "like"
  | "go"
  | "toggle"
  | "knob"
  | "reset"
  | "nearest"
  | "switch"
  | "left"
  | "right"
  | "whole"
  | "leave"
  | "close";

export interface PanelControl {
  readonly kind: ControlKind;
  /** Unique on the panel: `knob tempo`, `page track`. */
  readonly name: string;
  readonly of: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isOn: boolean;
  readonly isClosed: boolean;
  readonly line_px: number;
  /** Of a knob: its value between its ends, and in words. */
  readonly share: number;
  readonly value: string;
}

export interface PanelText {
  readonly words: string;
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly width: number;
  /** From line to line. */
  readonly line_px: number;
  readonly tone: "strong" | "plain" | "quiet" | "accent";
  readonly isRight: boolean;
}

export interface PanelBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly share: number;
}

export interface PanelLayout {
  readonly texts: readonly PanelText[];
  readonly bars: readonly PanelBar[];
  readonly controls: readonly PanelControl[];
}
