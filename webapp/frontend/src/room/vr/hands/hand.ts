/** One hand: where it is and points, what it presses, and how it is drawn, whether it holds a controller or not. */
import { type Mesh, Object3D, type WebXRManager } from "three";
import { XRHandPrimitiveModel } from "three/examples/jsm/webxr/XRHandPrimitiveModel.js";
import type { Point } from "../../moving/viewpoint";
import type { Ray } from "../../picking/grid";
import { newAim } from "../pointing";
import { rayOf } from "../rules/rays";
import { SnapTurn, TeleportStick } from "../rules/sticks";
import { rollOf } from "../rules/wrist";
import type { HandLooks } from "./hand_looks";
import { newHold } from "./hold";

/** Buttons beside the stick, as the standard of WebXR numbers them: either of them. */
const MENU_BUTTONS = [4, 5] as const;
const STICK_X = 2;
const STICK_Y = 3;

export interface HandActs {
  /** Trigger or pinch; the other one is the grip. */
  readonly pressed: (hand: Hand, isGrip: boolean) => void;
  readonly released: (hand: Hand, isGrip: boolean) => void;
  readonly came: () => void;
  readonly lost: (hand: Hand) => void;
}

export class Hand {
  /** In the room. */
  readonly ray: Ray = { x: 0, y: 0, z: 0, dx: 0, dy: 0, dz: -1 };
  /** In metres of the wearer's space. */
  readonly at: Point;
  readonly snap = new SnapTurn();
  readonly teleport = new TeleportStick();
  readonly aim = newAim();
  readonly hold = newHold();
  source: XRInputSource | null = null;
  private readonly pointer: ReturnType<WebXRManager["getController"]>;
  private readonly grip: ReturnType<WebXRManager["getControllerGrip"]>;
  private readonly joints: ReturnType<WebXRManager["getHand"]>;
  private readonly handle: Mesh;
  private readonly line: Mesh;
  private readonly tip: Mesh;
  /** Spheres at the joints of a tracked hand, from three's own package of models. */
  private skin: XRHandPrimitiveModel | null = null;
  private readonly skinHome = new Object3D();
  private wasMenu = false;
  private readonly ends: (() => void)[] = [];

  constructor(xr: WebXRManager, index: 0 | 1, home: Object3D, looks: HandLooks, acts: HandActs) {
    this.pointer = xr.getController(index);
    this.grip = xr.getControllerGrip(index);
    this.joints = xr.getHand(index);
    this.at = this.pointer.position;
    this.handle = looks.makeHandle();
    this.line = looks.makeLine();
    this.tip = looks.makeTip();
    this.grip.add(this.handle);
    this.pointer.add(this.line, this.tip);
    this.joints.add(this.skinHome);
    home.add(this.pointer, this.grip, this.joints);
    const { pointer } = this;
    const listen = (
      kind: "connected" | "disconnected" | "selectstart" | "selectend" | "squeezestart" | "squeezeend",
      act: (event: { data: XRInputSource }) => void,
    ) => {
      pointer.addEventListener(kind, act);
      this.ends.push(() => pointer.removeEventListener(kind, act));
    };
    listen("connected", ({ data }) => {
      this.connect(data);
      acts.came();
    });
    listen("disconnected", () => {
      this.disconnect();
      acts.lost(this);
    });
    listen("selectstart", () => acts.pressed(this, false));
    listen("selectend", () => acts.released(this, false));
    listen("squeezestart", () => acts.pressed(this, true));
    listen("squeezeend", () => acts.released(this, true));
  }

  get handedness(): XRHandedness {
    return this.source?.handedness ?? "none";
  }

  /** Whether it is there and points; a look points, too, where a headset has no hands. */
  get isThere(): boolean {
    return this.source !== null && this.pointer.visible && this.source.targetRayMode !== "screen";
  }

  get stickX(): number {
    return this.source?.gamepad?.axes[STICK_X] ?? 0;
  }

  get stickY(): number {
    return this.source?.gamepad?.axes[STICK_Y] ?? 0;
  }

  get roll(): number {
    return rollOf(this.pointer.matrix.elements);
  }

  /** Once for each press of a button beside the stick. */
  takeMenu(): boolean {
    const buttons = this.source?.gamepad?.buttons;
    let isNow = false;
    for (let nth = 0; buttons && nth < MENU_BUTTONS.length; nth += 1) {
      if (buttons[MENU_BUTTONS[nth] ?? 0]?.pressed) isNow = true;
    }
    const isNew = isNow && !this.wasMenu;
    this.wasMenu = isNow;
    return isNew;
  }

  /** After the matrices are those of this moment. */
  follow(): void {
    rayOf(this.pointer.matrixWorld.elements, this.ray);
    this.skin?.updateMesh();
  }

  /** How far the line reaches, in metres; 0 hides it. */
  reach(metres: number): void {
    this.line.visible = metres > 0;
    this.tip.visible = metres > 0;
    this.line.scale.z = Math.max(0.01, metres);
    this.tip.position.z = -metres;
  }

  dispose(): void {
    for (const end of this.ends) end();
    this.disconnect();
    this.pointer.remove(this.line, this.tip);
    this.grip.remove(this.handle);
    this.joints.remove(this.skinHome);
    for (const space of [this.pointer, this.grip, this.joints]) space.removeFromParent();
  }

  private connect(source: XRInputSource): void {
    this.source = source;
    this.handle.visible = !source.hand;
    if (!source.hand || source.handedness === "none") return;
    // Its model is asked for by name of a file only in the kind with meshes; spheres are made here.
    const home = this.skinHome as ConstructorParameters<typeof XRHandPrimitiveModel>[0];
    this.skin = new XRHandPrimitiveModel(home, this.joints, "", source.handedness, { primitive: "sphere" });
  }

  private disconnect(): void {
    this.source = null;
    this.skin = null;
    for (const each of [...this.skinHome.children]) {
      const { geometry, material } = each as Mesh;
      geometry.dispose();
      for (const one of [material].flat()) one.dispose();
      each.removeFromParent();
    }
  }
}
