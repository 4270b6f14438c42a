/** The panel as a thing in the wearer's space: at arm's length, looking at the eyes, rolled out when it is opened. */
import { CanvasTexture, LinearFilter, Matrix4, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace } from "three";
import type { Point } from "../../moving/viewpoint";
import type { Ray } from "../../picking/grid";
import { meetPanel, type PanelHit } from "../rules/rays";
import { ARM_M } from "../rules/text_size";
import { controlAt, PANEL_M, PANEL_PX } from "./layout";
import { type PanelColours, paintPanel } from "./paint";
import type { PanelControl, PanelLayout } from "./records";

/** It stands beside what one looks at, and a little below. */
const ASIDE = (26 * Math.PI) / 180;
const BELOW_M = 0.1;
const ROLLS_MS = 180;

export class Panel {
  readonly mesh: Mesh<PlaneGeometry, MeshBasicMaterial>;
  /** Where a ray met it last. */
  readonly hit: PanelHit = { x: 0, y: 0, way: 0 };
  layout: PanelLayout = { texts: [], bars: [], controls: [] };
  private readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private readonly inverse = new Matrix4();
  private isDirty = true;
  private opened_ms = 0;
  private pointed = "";
  private held = "";

  constructor(private readonly colours: () => PanelColours) {
    this.canvas.width = PANEL_PX.width;
    this.canvas.height = PANEL_PX.height;
    this.texture = new CanvasTexture(this.canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.generateMipmaps = false;
    this.texture.minFilter = LinearFilter;
    this.mesh = new Mesh(
      new PlaneGeometry(1, 1),
      new MeshBasicMaterial({ map: this.texture, transparent: true, alphaTest: 0.4 }),
    );
    this.mesh.renderOrder = 10;
    this.mesh.visible = false;
  }

  get isOpen(): boolean {
    return this.mesh.visible;
  }

  /** Beside where the head looks, in metres; `side`: -1 to the left of it, 1 to the right. */
  open(head: Readonly<Point>, headYaw: number, side: -1 | 1, now_ms: number): void {
    const yaw = headYaw - side * ASIDE;
    const flat_m = Math.sqrt(ARM_M ** 2 - BELOW_M ** 2);
    const { mesh } = this;
    mesh.position.set(head.x - Math.sin(yaw) * flat_m, head.y - BELOW_M, head.z - Math.cos(yaw) * flat_m);
    mesh.rotation.set(-Math.asin(BELOW_M / ARM_M), yaw, 0, "YXZ");
    mesh.visible = true;
    this.opened_ms = now_ms;
  }

  close(): void {
    this.mesh.visible = false;
  }

  /** Painted before the next frame. */
  show(layout: PanelLayout): void {
    this.layout = layout;
    this.isDirty = true;
  }

  /** Before each frame. */
  follow(now_ms: number, isMotionWanted: boolean): void {
    if (!this.mesh.visible) return;
    const share = isMotionWanted ? Math.min(1, Math.max(0.02, (now_ms - this.opened_ms) / ROLLS_MS)) : 1;
    this.mesh.scale.set(PANEL_M.width * share, PANEL_M.height, 1);
    if (!this.isDirty) return;
    this.isDirty = false;
    const brush = this.canvas.getContext("2d");
    if (brush) paintPanel(brush, this.layout, this.pointed, this.held, this.colours());
    this.texture.needsUpdate = true;
  }

  /** After the matrices are those of this moment. */
  settle(): void {
    this.inverse.copy(this.mesh.matrixWorld).invert();
  }

  /** Whether the ray meets the open panel; `hit` says where. */
  meets(ray: Readonly<Ray>): boolean {
    return this.mesh.visible && meetPanel(this.inverse.elements, ray, this.hit);
  }

  /** What the last hit is on. */
  get control(): PanelControl | null {
    return controlAt(this.layout, this.hit.x * PANEL_PX.width, this.hit.y * PANEL_PX.height);
  }

  /** Show which control is pointed at, and which is in the hand. */
  mark(pointed: string, held: string): void {
    if (pointed === this.pointed && held === this.held) return;
    this.pointed = pointed;
    this.held = held;
    this.isDirty = true;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.texture.dispose();
    this.mesh.removeFromParent();
  }
}
