/** The picture: renderer, eye and loop. It draws when something has changed, and rests otherwise. */
import { Scene, WebGLRenderer } from "three";
import { Flight } from "../moving/flight";
import { HandMoves } from "../moving/hand_moves";
import { HeldKeys } from "../moving/held_keys";
import { PadMoves } from "../moving/pad_moves";
import { Spin } from "../moving/spin";
import { isSamePlace, OVERVIEW, type Viewpoint } from "../moving/viewpoint";
import { Backdrop } from "./backdrop";
import { Eye } from "./eye";
import type { RoomFigures, RoomPicture } from "./figures";
import { Labels } from "./labels";
import { Marks } from "./marks";
import type { Nodes } from "./nodes";
import { type Detail, FULL, Pace, PHONE, SCREEN } from "./pace";
import { mixed, type RoomColours } from "./palette";
import { Ribbons } from "./ribbons";

const MAX_RATIO = 2;
const NODES_FLY_MS = 1_300;
/** So long after the last movement it counts as at rest. */
const REST_MS = 160;
/** Fingers instead of a mouse: a phone or a tablet. */
const COARSE = "(pointer: coarse)";

export interface StageActs {
  /** Before a frame, only when the pointer has moved: returns the row under it, -1 for none. */
  readonly pick: () => number;
  readonly picked: (row: number) => void;
  /** In each frame, when it is known where one looks from. */
  readonly seen: (now_ms: number) => void;
  /** Nothing moves any more. */
  readonly rested: () => void;
  readonly contextLost: () => void;
}

export class Stage {
  readonly eye = new Eye();
  readonly keys = new HeldKeys();
  readonly pad = new PadMoves();
  readonly spin = new Spin();
  readonly backdrop = new Backdrop();
  readonly ribbons = new Ribbons();
  readonly marks = new Marks();
  readonly labels: Labels;
  nodes: Nodes | null = null;
  isPickWanted = false;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly flight = new Flight();
  private readonly watcher: ResizeObserver;
  private nodesBegan_ms = 0;
  private isFlyingNodes = false;
  private request = 0;
  private last_ms = 0;
  private wasMoving = false;
  private readonly pace = new Pace(matchMedia(COARSE).matches ? PHONE : SCREEN);
  private detail: Detail = FULL;
  private readonly hand = new HandMoves();
  private pick_ms = 0;
  private nPicks = 0;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  /** Where one was when it was last said that nothing moves. */
  private readonly restedAt: Viewpoint = { ...OVERVIEW, distance: 0 };
  /** Where one looked when a headset took over the drawing. */
  private lentView: Viewpoint | null = null;

  constructor(
    private readonly canvas: RoomPicture,
    labelsHome: HTMLElement,
    private readonly acts: StageActs,
  ) {
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: false, powerPreference: "high-performance" });
    this.renderer.autoClear = true;
    this.labels = new Labels(labelsHome);
    this.scene.add(this.backdrop.sky, this.backdrop.floor, this.ribbons.mesh, this.marks.points);
    this.scene.matrixAutoUpdate = false;
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(canvas);
    canvas.addEventListener("webglcontextlost", this.lose);
    canvas.figures = () => this.figures();
    this.resize();
  }

  /** Draw a frame soon. */
  invalidate = (): void => {
    if (!this.lentView) this.request ||= requestAnimationFrame(this.frame);
  };

  /** A headset draws from now on, in a loop of its own; until `takeBack` nothing is drawn here. */
  lend(): { readonly renderer: WebGLRenderer; readonly scene: Scene } {
    cancelAnimationFrame(this.request);
    this.request = 0;
    clearTimeout(this.restTimer);
    this.keys.releaseAll();
    this.lentView = { ...this.eye.view };
    return { renderer: this.renderer, scene: this.scene };
  }

  /** Draw here again, from where one looked before. */
  takeBack(): void {
    if (!this.lentView) return;
    this.flight.stop();
    this.spin.stop();
    Object.assign(this.eye.view, this.lentView);
    this.lentView = null;
    // Sizes that the headset has set are set anew.
    this.eye.width = 0;
    this.resize();
    this.invalidate();
  }

  putNodes(nodes: Nodes): void {
    if (this.nodes) {
      this.scene.remove(this.nodes.points, this.nodes.shadows);
      this.nodes.dispose();
    }
    this.nodes = nodes;
    this.scene.add(nodes.shadows, nodes.points);
    this.invalidate();
  }

  setTheme(colours: RoomColours, isDark: boolean): void {
    this.backdrop.setTheme(colours, isDark);
    this.nodes?.setTheme(mixed(colours.ground, colours.sky), isDark);
    this.ribbons.setTheme(isDark);
    this.marks.setTheme(isDark);
    this.invalidate();
  }

  flyTo(to: Readonly<Viewpoint>, isCut: boolean): void {
    this.flight.stop();
    this.spin.stop();
    if (isCut) Object.assign(this.eye.view, to);
    else this.flight.begin(this.eye.view, to, performance.now());
    this.invalidate();
  }

  /** So many pixels at the right and at the bottom lie under a panel: the middle is that of the rest. */
  setInset(right: number, bottom: number): void {
    if (this.eye.setInset(right, bottom)) this.invalidate();
  }

  stopFlight(): void {
    this.flight.stop();
  }

  flyNodes(places: Float32Array, isCut: boolean): void {
    this.nodes?.goTo(places);
    this.nodes?.setArrived(isCut ? 1 : 0);
    this.isFlyingNodes = !isCut;
    this.nodesBegan_ms = performance.now();
    this.invalidate();
  }

  /** A headset draws just now. */
  get isLent(): boolean {
    return this.lentView !== null;
  }

  get areNodesFlying(): boolean {
    return this.isFlyingNodes;
  }

  figures(): RoomFigures {
    const { calls } = this.renderer.info.render;
    return {
      n_nodes: this.nodes?.points.geometry.getAttribute("position").count ?? 0,
      draw_calls: calls,
      n_frames: this.pace.nFrames,
      frame_ms: this.pace.last_ms,
      max_frame_ms: this.pace.slowest_ms,
      pick_ms: this.pick_ms,
      n_picks: this.nPicks,
      ratio: this.renderer.getPixelRatio(),
      share: this.detail.share,
    };
  }

  /** The picture as it is now, as a file. */
  toBlob(): Promise<Blob | null> {
    this.setDetail(FULL);
    this.draw();
    return new Promise((resolve) => this.canvas.toBlob(resolve));
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    clearTimeout(this.restTimer);
    this.watcher.disconnect();
    this.canvas.removeEventListener("webglcontextlost", this.lose);
    delete this.canvas.figures;
    this.nodes?.dispose();
    this.backdrop.dispose();
    this.ribbons.dispose();
    this.marks.dispose();
    this.labels.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }

  private readonly lose = (event: Event): void => {
    event.preventDefault();
    this.acts.contextLost();
  };

  private readonly frame = (now_ms: number): void => {
    this.request = 0;
    const began_ms = performance.now();
    const since_ms = now_ms - this.last_ms;
    const seconds = this.wasMoving ? Math.min(0.1, since_ms / 1_000) : 1 / 60;
    this.last_ms = now_ms;
    const isMoving = this.move(now_ms, seconds) || this.hand.areOn(this.eye.view, now_ms);
    if (isMoving && this.wasMoving) this.pace.keep(since_ms);
    this.setDetail(isMoving ? this.pace.detail : FULL);
    this.eye.aim();
    this.acts.seen(now_ms);
    if (this.isPickWanted && !this.isFlyingNodes) {
      this.isPickWanted = false;
      const from_ms = performance.now();
      const row = this.acts.pick();
      this.pick_ms = performance.now() - from_ms;
      this.nPicks += 1;
      this.acts.picked(row);
    }
    this.draw();
    this.pace.add(performance.now() - began_ms);
    clearTimeout(this.restTimer);
    if (isMoving) this.invalidate();
    else this.restTimer = setTimeout(this.rest, REST_MS);
    this.wasMoving = isMoving;
  };

  private readonly rest = (): void => {
    const { restedAt } = this;
    const { view } = this.eye;
    if (isSamePlace(restedAt, view)) return;
    Object.assign(restedAt, view);
    this.acts.rested();
  };

  /** Returns whether there is more to come. */
  private move(now_ms: number, seconds: number): boolean {
    const { flight, keys, pad } = this;
    const { view } = this.eye;
    if (flight.isOn) flight.follow(view, now_ms);
    if (keys.isAny) keys.move(view, seconds);
    if (pad.isAny) pad.move(view, seconds);
    this.spin.move(view, seconds);
    this.carryNodes(now_ms);
    return flight.isOn || keys.isAny || pad.isAny || this.spin.isTurning || this.isFlyingNodes;
  }

  private setDetail(detail: Detail): void {
    if (detail.ratio !== this.detail.ratio) this.renderer.setPixelRatio(ratioNow() * detail.ratio);
    this.nodes?.setShare(detail.share);
    this.detail = detail;
  }

  /** Put nodes that are on their way where they are at this moment. */
  carryNodes(now_ms: number): void {
    if (!this.isFlyingNodes) return;
    const share = Math.min(1, (now_ms - this.nodesBegan_ms) / NODES_FLY_MS);
    this.nodes?.setArrived(Math.max(0, share));
    this.isFlyingNodes = share < 1;
  }

  private draw(): void {
    const ratio = this.renderer.getPixelRatio();
    const pxPerUnit = 1 / this.eye.perPixel;
    this.prepare(pxPerUnit * ratio, ratio, this.eye.view.distance);
    this.labels.place(this.eye.matrix.elements, this.eye.width, this.eye.height, pxPerUnit, this.isFlyingNodes);
    this.renderer.render(this.scene, this.eye.camera);
  }

  /** Before each frame: how many pixels a length of 1 at a distance of 1 is wide, and how far one looks. */
  prepare(pxPerUnit: number, ratio: number, distance: number): void {
    this.nodes?.setView(pxPerUnit, ratio, distance);
    this.marks.setView(pxPerUnit);
    this.ribbons.setShown(!this.isFlyingNodes);
    this.marks.setShown(!this.isFlyingNodes);
  }

  private resize(): void {
    if (this.lentView) return;
    const width = Math.max(1, this.canvas.clientWidth);
    const height = Math.max(1, this.canvas.clientHeight);
    if (width !== this.eye.width || height !== this.eye.height) {
      this.eye.setSize(width, height);
      this.renderer.setPixelRatio(ratioNow() * this.detail.ratio);
      this.renderer.setSize(width, height, false);
      this.ribbons.setPicture(width, height);
    }
    // At once: a resized picture is empty until it is drawn.
    this.draw();
  }
}

const ratioNow = (): number => Math.min(MAX_RATIO, devicePixelRatio || 1);
