/** Music from its place: what plays sounds from where it stands, and what stands around one sounds faintly. */
import { effect, signal } from "@preact/signals";
import type { Track } from "../../api/records";
import { isPlaying } from "../../state/player/deck";
import { isMuted, volume } from "../../state/player/volume";
import { formOf } from "../../state/sounds";
import { liveRows } from "../live_rows";
import { openRows } from "../map/store";
import type { Standing } from "../scene/standing";
import {
  type Heard,
  hear,
  keepSpeakers,
  MAX_NEIGHBOURS,
  MUSIC,
  NEIGHBOUR,
  NEIGHBOURS_WITHIN,
  newHeard,
} from "./hearing";
import { isSoundPlaced } from "./setting";
import { Speakers } from "./speakers";

/** Ears need no more; each change costs the audio thread something. */
const EVERY_MS = 50;
/** Of the nearest some cannot be played as they are: so many are looked at. */
const N_LOOKED_AT = 8;
/** Neighbours are heard from this share of their length on: the beginning is often silent. */
const FROM_SHARE = 0.3;
/** In a headset: a step in lengths of the room, and how often one is looked for. */
const STEP = 0.08;
const STEP_MS = 700;
const NOBODY: readonly number[] = [];

/** One for the page: elements that were led through it stay there. */
let speakers: Speakers | null = null;

export class RoomSound {
  private last_ms = Number.NEGATIVE_INFINITY;
  private readonly heard: Heard = newHeard();
  /** From the room to the head, as of the last frame. */
  private readonly toHead = new Float32Array(16);
  /** The rows around, in the order of their speakers. */
  private readonly around = signal(NOBODY);
  private asked = 0;
  /** Where one came to rest last. */
  private rested: { readonly x: number; readonly y: number; readonly z: number } | null = null;
  /** Where who wears a headset stood when it was last looked for what is around. */
  private readonly stood = { x: Number.POSITIVE_INFINITY, y: 0, z: 0 };
  private stood_ms = Number.NEGATIVE_INFINITY;

  constructor(private readonly standing: Standing) {}

  /** Returns how to stop: then music plays straight on again. */
  follow(): () => void {
    const ends = [
      effect(this.turn),
      effect(this.setVolume),
      effect(this.playAround),
      effect(this.followPlace),
      effect(this.followAround),
    ];
    return () => {
      for (const end of ends) end();
      this.asked += 1;
      this.around.value = NOBODY;
      silence();
    };
  }

  /** In each frame; `toHead` is from the room to the head, 16 numbers by column. */
  look(toHead: ArrayLike<number>, now_ms: number): void {
    this.toHead.set(toHead);
    if (!isSoundPlaced.peek() || now_ms - this.last_ms < EVERY_MS) return;
    this.last_ms = now_ms;
    this.place();
  }

  /** The same for who wears a headset and never stands quite still: what is around is looked for after each step. */
  walk(toHead: ArrayLike<number>, x: number, y: number, z: number, now_ms: number): void {
    this.look(toHead, now_ms);
    const { stood } = this;
    if (
      now_ms - this.stood_ms < STEP_MS ||
      Math.abs(x - stood.x) + Math.abs(y - stood.y) + Math.abs(z - stood.z) < STEP
    )
      return;
    this.stood_ms = now_ms;
    stood.x = x;
    stood.y = y;
    stood.z = z;
    void this.rest(toHead, x, y, z);
  }

  /** One has come to rest at a point: what stands around it is heard. */
  async rest(toHead: ArrayLike<number>, x: number, y: number, z: number): Promise<void> {
    this.toHead.set(toHead);
    this.rested = { x, y, z };
    await this.lookAround();
  }

  private async lookAround(): Promise<void> {
    if (!isSoundPlaced.peek() || !this.rested) return;
    this.place();
    const { x, y, z } = this.rested;
    const rows = this.nearest(x, y, z);
    this.asked += 1;
    const mine = this.asked;
    const tracks = await Promise.all(rows.map((row) => openRows.peek()?.trackOf(row)));
    if (mine !== this.asked || !speakers) return;
    const wanted = rows.filter((_, at) => isPlainSound(tracks[at])).slice(0, MAX_NEIGHBOURS);
    this.around.value = keepSpeakers(this.around.peek(), wanted);
  }

  private nearest(x: number, y: number, z: number): readonly number[] {
    const { standing } = this;
    const playing = liveRows.peek().playing;
    const isNear = (row: number) => {
      const [px = 0, py = 0, pz = 0] = standing.at(row);
      return row !== playing && Math.hypot(px - x, py - y, pz - z) < NEIGHBOURS_WITHIN;
    };
    return standing.grid.nearest(x, y, z, N_LOOKED_AT, isNear);
  }

  private readonly turn = (): void => {
    if (!isSoundPlaced.value) {
      this.around.value = NOBODY;
      silence();
      return;
    }
    speakers ??= new Speakers();
    if (isPlaying.value) speakers.wake();
    this.place();
  };

  private readonly setVolume = (): void => {
    const now = [volume.value, isMuted.value] as const;
    for (const element of this.elements()) [element.volume, element.muted] = now;
  };

  /** Neighbours sound as long as the music does. */
  private readonly playAround = (): void => {
    const rows = isSoundPlaced.value && isPlaying.value ? this.around.value : NOBODY;
    for (const [at, element] of this.elements().entries()) {
      const track = openRows.peek()?.trackAt(rows[at] ?? -1);
      if (track) playFaintly(element, track);
      else hush(element);
    }
    this.place();
  };

  private readonly followPlace = (): void => {
    void liveRows.value;
    void this.standing.turn.value;
    void this.elements();
    this.place();
  };

  /** What is around is another thing when this is turned on, and when another track plays or another map comes. */
  private readonly followAround = (): void => {
    void [isSoundPlaced.value, liveRows.value.playing, openRows.value];
    void this.lookAround();
  };

  /** Those of the neighbours, as soon as there are any. */
  private elements(): readonly HTMLAudioElement[] {
    const isThere = isSoundPlaced.value && speakers?.isConnected.value;
    return isThere ? (speakers?.elements ?? []) : [];
  }

  private place(): void {
    if (!speakers) return;
    const { standing, toHead, heard } = this;
    const row = liveRows.peek().playing;
    const isPlaced = isSoundPlaced.peek() && row !== null && standing.has(row);
    speakers.placeMusic(isPlaced ? hear(toHead, standing.at(row), MUSIC, heard) : null);
    const rows = this.around.peek();
    for (let at = 0; at < MAX_NEIGHBOURS; at += 1) {
      const near = rows[at] ?? -1;
      speakers.placeNeighbour(at, standing.has(near) ? hear(toHead, standing.at(near), NEIGHBOUR, heard) : null);
    }
  }
}

/** Its file can be played as it is: a transcoding would hold a place that somebody else may need. */
const isPlainSound = (track: Track | null | undefined): boolean =>
  !!track && track.playable !== "no" && !formOf(track).isStream;

function playFaintly(element: HTMLAudioElement, track: Track): void {
  const from_s = Math.floor((track.duration_s ?? 0) * FROM_SHARE);
  const address = `${formOf(track).url}#t=${from_s}`;
  if (element.getAttribute("src") !== address) element.src = address;
  element.loop = true;
  // It is only faint sound around: where the browser refuses it, the music plays all the same.
  void element.play().catch(() => undefined);
}

function hush(element: HTMLAudioElement): void {
  if (!element.hasAttribute("src")) return;
  element.pause();
  element.removeAttribute("src");
  element.load();
}

function silence(): void {
  speakers?.placeMusic(null);
  for (const element of speakers?.elements ?? []) hush(element);
}
