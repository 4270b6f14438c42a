/** The picture: renderer, eye and loop. It draws when something has changed, and rests otherwise. */
import { Scene, WebGLRenderer } from "three";
import type { Rgb } from "../../rules/colours";
import { Flight } from "../moving/flight";
import { HeldKeys } from "../moving/held_keys";
import { Spin } from "../moving/spin";
import { OVERVIEW, type Viewpoint } from "../moving/viewpoint";
import { Backdrop } from "./backdrop";
import { Eye } from "./eye";
import { Labels } from "./labels";
import { Marks } from "./marks";
import type { Nodes } from "./nodes";
import { Pace } from "./pace";
import type { RoomColours } from "./palette";
import { Ribbons } from "./ribbons";

const MAX_RATIO = 2;
const COARSE = 0.55;
const NODES_FLY_MS = 1_300;
/** So long after the last movement it counts as at rest. */
const REST_MS = 160;

/** What a benchmark reads off the canvas. */
export interface RoomFigures {
  readonly n_nodes: number;
  readonly draw_calls: number;
  readonly n_frames: number;
  /** Main-thread time of the last frame, and of the slowest of the last 60. */
  readonly frame_ms: number;
  readonly max_frame_ms: number;
  readonly pick_ms: number;
  readonly ratio: number;
}

export interface RoomPicture extends HTMLCanvasElement {
  figures?: () => RoomFigures;
}

export interface StageActs {
  /** Before a frame, only when the pointer has moved: returns the row under it, -1 for none. */
  readonly pick: () => number;
  readonly picked: (row: number) => void;
  /** Nothing moves any more. */
  readonly rested: () => void;
  readonly contextLost: () => void;
}

export class Stage {
  readonly eye = new Eye();
  readonly keys = new HeldKeys();
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
  private readonly pace = new Pace();
  private pick_ms = 0;
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
      ratio: this.renderer.getPixelRatio(),
    };
  }

  /** The picture as it is now, as a file. */
  toBlob(): Promise<Blob | null> {
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
    const seconds = this.wasMoving ? Math.min(0.1, (now_ms - this.last_ms) / 1_000) : 1 / 60;
    this.last_ms = now_ms;
    const isMoving = this.move(now_ms, seconds);
    if (this.pace.keep(isMoving, this.wasMoving, seconds * 1_000)) {
      this.renderer.setPixelRatio(ratioNow() * (this.pace.isCoarse ? COARSE : 1));
    }
    this.eye.aim();
    if (this.isPickWanted && !this.isFlyingNodes) {
      this.isPickWanted = false;
      const from_ms = performance.now();
      const row = this.acts.pick();
      this.pick_ms = performance.now() - from_ms;
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
    const isSame = restedAt.x === view.x && restedAt.y === view.y && restedAt.z === view.z;
    if (isSame && restedAt.distance === view.distance) return;
    Object.assign(restedAt, view);
    this.acts.rested();
  };

  /** Returns whether there is more to come. */
  private move(now_ms: number, seconds: number): boolean {
    const { flight, keys } = this;
    const { view } = this.eye;
    if (flight.isOn) flight.follow(view, now_ms);
    if (keys.isAny) keys.move(view, seconds);
    this.spin.move(view, seconds);
    this.carryNodes(now_ms);
    return flight.isOn || keys.isAny || this.spin.isTurning || this.isFlyingNodes;
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
      this.renderer.setPixelRatio(ratioNow());
      this.renderer.setSize(width, height, false);
      this.ribbons.setPicture(width, height);
    }
    // At once: a resized picture is empty until it is drawn.
    this.draw();
  }
}

const ratioNow = (): number => Math.min(MAX_RATIO, devicePixelRatio || 1);

const mixed = (one: Rgb, other: Rgb): Rgb =>
  [0, 1, 2].map((at) => ((one[at] ?? 0) + (other[at] ?? 0)) / 2) as unknown as Rgb;
