/** What the panel shows, out of what the page knows: the chosen track, its ghost, and what plays. */
import { signal } from "@preact/signals";
import { artistOf, titleOf } from "../../../components/tracks/names";
import { vrSays } from "../../../messages/room/headset";
import { roomSays } from "../../../messages/room/room";
import { isPlaying } from "../../../state/player/deck";
import { playingTrack } from "../../../state/player/queue";
import { liked } from "../../../state/stream/taste";
import type { Wish } from "../../asking_ghost";
import type { GhostAnswer, Knob, NodeAnswer } from "../../map/records";
import { ghost, node } from "../../state";
import { type VrSwitch, vrSettings } from "../settings";
import type { PanelKnob, PanelPage, PanelQuantity, PanelState } from "./records";

export const panelPage = signal<PanelPage>("track");
/** The knobs that were turned, by name. */
export const wish = signal<Wish>({});

const SWITCHES: readonly VrSwitch[] = ["isLeftHanded", "isSeated", "isSmooth"];

/** Reads signals: an effect around it follows them. */
export function panelState(): PanelState {
  const chosen = node.value;
  const now = ghost.value;
  const playing = playingTrack.value;
  const settings = vrSettings.value;
  return {
    page: chosen || panelPage.value !== "knobs" ? panelPage.value : "track",
    track: chosen && {
      title: titleOf(chosen.track),
      artist: artistOf(chosen.track),
      region: chosen.region ? roomSays.node.region(chosen.region) : roomSays.node.nowhere,
    },
    isLiked: chosen !== null && liked.value.has(chosen.track.track_id),
    quantities: chosen ? quantitiesOf(chosen) : [],
    knobs: now?.knobs.map((knob) => knobOf(knob, wish.value)) ?? [],
    ghostWords: now ? wordsOf(now) : "",
    hasNearest: (now?.nearest.length ?? 0) > 0,
    playing: playing ? titleOf(playing) : "",
    isPlaying: isPlaying.value,
    switches: SWITCHES.map((name) => ({ name, label: vrSays.settings[name], isOn: settings[name] })),
  };
}

/** Where a knob stands: turned, or as the track has it; in the middle where that is not known. */
export const knobValue = ({ name, value, original, low, high }: Knob, turned: Wish): number =>
  turned[name] ?? value ?? original ?? (low + high) / 2;

function knobOf(knob: Knob, turned: Wish): PanelKnob {
  const { name, unit, low, high } = knob;
  const value = knobValue(knob, turned);
  return {
    name,
    label: roomSays.quantity(name),
    value: roomSays.value(value, unit),
    share: high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0,
    isTurned: turned[name] !== undefined,
  };
}

const quantitiesOf = ({ quantities }: NodeAnswer): readonly PanelQuantity[] =>
  quantities
    .filter(({ value, text }) => value !== null || text !== "")
    .map(({ name, value, unit, level, text }) => ({
      label: roomSays.quantity(name),
      value: text || (value === null ? "" : roomSays.value(value, unit)),
      level,
    }));

const wordsOf = ({ is_empty, n_like }: GhostAnswer): string =>
  is_empty ? roomSays.knobs.empty : roomSays.knobs.like(n_like);
