/** Where a teleport leads: a ring on the floor. */
import { DoubleSide, Mesh, MeshBasicMaterial, RingGeometry } from "three";
import type { Rgb } from "../../../rules/colours";
import type { Place } from "../../map/records";

const OUTER_M = 0.22;
const INNER_M = 0.17;

export class Target {
  readonly mesh = new Mesh(
    new RingGeometry(INNER_M, OUTER_M, 40).rotateX(-Math.PI / 2),
    new MeshBasicMaterial({ transparent: true, opacity: 0.9, side: DoubleSide, depthWrite: false }),
  );

  constructor() {
    this.mesh.renderOrder = 7;
    this.mesh.visible = false;
  }

  /** In the room; `metres` that a length of it is long. */
  show(x: number, floor: number, z: number, metres: number): void {
    this.mesh.position.set(x, floor + 0.01 / metres, z);
    this.mesh.scale.setScalar(1 / metres);
    this.mesh.visible = true;
  }

  hide(): void {
    this.mesh.visible = false;
  }

  /** In the room; null while it is hidden. */
  get place(): Place | null {
    const { x, y, z } = this.mesh.position;
    return this.mesh.visible ? [x, y, z] : null;
  }

  setColour([red, green, blue]: Rgb): void {
    this.mesh.material.color.setRGB(red / 255, green / 255, blue / 255, "srgb");
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.mesh.removeFromParent();
  }
}
