/**
 * The way of the sound to the ears: straight on as ever, or from a place around the head. An element that was led through
 * Web Audio stays there, so that is done only once the browser lets it sound, and it outlives the room.
 */
import { signal } from "@preact/signals";
import { soundElements } from "../../state/player/deck";
import { type Heard, MAX_NEIGHBOURS } from "./hearing";

/** Time in which a change is made, short of a click. */
const GLIDE_S = 0.04;
const FADE_S = 0.35;

/** One thing that sounds from a place. */
export interface Speaker {
  readonly gain: GainNode;
  readonly panner: PannerNode;
}

export class Speakers {
  /** The browser has let it sound, and the elements were led through here. */
  readonly isConnected = signal(false);
  private readonly context = new AudioContext({ latencyHint: "playback" });
  private music: { readonly straight: GainNode; readonly placed: Speaker } | null = null;
  private neighbours: readonly (Speaker & { readonly element: HTMLAudioElement })[] = [];

  constructor() {
    this.context.addEventListener("statechange", () => this.wake());
  }

  /** What sounds around the music. */
  get elements(): readonly HTMLAudioElement[] {
    return this.neighbours.map(({ element }) => element);
  }

  /** Browsers let nothing sound before the listener has pressed something: ask again whenever music begins. */
  wake(): void {
    if (this.context.state === "running") this.connect();
    else if (this.context.state !== "closed")
      void this.context.resume().then(
        () => (this.context.state === "running" ? this.connect() : undefined),
        () => undefined,
      );
  }

  /** The music comes from there; null: straight on, as everywhere else. */
  placeMusic(heard: Readonly<Heard> | null): void {
    if (!this.music) return;
    const { straight, placed } = this.music;
    this.glide(straight.gain, heard ? 0 : 1, GLIDE_S);
    if (heard) this.put(placed, heard, GLIDE_S);
    else this.glide(placed.gain.gain, 0, GLIDE_S);
  }

  /** A neighbour comes from there; null: it fades away. */
  placeNeighbour(at: number, heard: Readonly<Heard> | null): void {
    const speaker = this.neighbours[at];
    if (!speaker) return;
    if (heard) this.put(speaker, heard, FADE_S);
    else this.glide(speaker.gain.gain, 0, FADE_S);
  }

  private put(speaker: Speaker, heard: Readonly<Heard>, seconds: number): void {
    const { panner, gain } = speaker;
    this.glide(panner.positionX, heard.x, GLIDE_S);
    this.glide(panner.positionY, heard.y, GLIDE_S);
    this.glide(panner.positionZ, heard.z, GLIDE_S);
    this.glide(gain.gain, heard.gain, seconds);
  }

  private glide(param: AudioParam, to: number, seconds: number): void {
    param.setTargetAtTime(to, this.context.currentTime, seconds);
  }

  private connect(): void {
    if (this.music) return;
    const { context } = this;
    const straight = context.createGain();
    straight.connect(context.destination);
    const placed = this.makeSpeaker();
    for (const element of soundElements()) {
      const source = context.createMediaElementSource(element);
      source.connect(straight);
      source.connect(placed.gain);
    }
    this.music = { straight, placed };
    this.neighbours = Array.from({ length: MAX_NEIGHBOURS }, () => {
      const element = document.createElement("audio");
      element.dataset.neighbour = "";
      const speaker = this.makeSpeaker();
      context.createMediaElementSource(element).connect(speaker.gain);
      return { ...speaker, element };
    });
    this.isConnected.value = true;
  }

  /** Silent at first. How loud it is is said by its gain alone: the panner knows only the side. */
  private makeSpeaker(): Speaker {
    const { context } = this;
    const gain = context.createGain();
    gain.gain.value = 0;
    const panner = new PannerNode(context, { panningModel: "HRTF", rolloffFactor: 0, positionZ: -1 });
    gain.connect(panner).connect(context.destination);
    return { gain, panner };
  }
}
