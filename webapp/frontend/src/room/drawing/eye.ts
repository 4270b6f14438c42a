/** The eye: where one looks from, and which point of the picture is which way into the room. */
import { Matrix4, PerspectiveCamera } from "three";
import type { FreePart } from "../moving/overview";
import { eyeOf, OVERVIEW, type Viewpoint } from "../moving/viewpoint";
import type { Ray } from "../picking/grid";
import { project, type Seen } from "./project";

const FIELD_OF_VIEW = 50;
/** How high the picture is at a distance of 1, halved. */
const HALF_HIGH = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
const MIN_DEPTH = 0.05;

export class Eye {
  readonly view: Viewpoint = { ...OVERVIEW };
  readonly camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.01, 20);
  /** From the room to the picture. */
  readonly matrix = new Matrix4();
  width = 0;
  height = 0;
  private insetRight = 0;
  private insetBottom = 0;
  private readonly seen: Seen = { x: 0, y: 0, depth: 0 };

  get aspect(): number {
    return this.width / this.height;
  }

  /** What nothing lies over, of which the middle is what is looked at. */
  get free(): FreePart {
    return { wide: (this.width - this.insetRight) / this.height, high: (this.height - this.insetBottom) / this.height };
  }

  /** Lengths of the room that a pixel is wide, for each length of distance. */
  get perPixel(): number {
    return (2 * HALF_HIGH) / this.height;
  }

  setSize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.fit();
  }

  /** So many pixels at the right and at the bottom lie under a panel; returns whether that is new. */
  setInset(right: number, bottom: number): boolean {
    if (right === this.insetRight && bottom === this.insetBottom) return false;
    this.insetRight = right;
    this.insetBottom = bottom;
    this.fit();
    return true;
  }

  /** Look from where the view is now. */
  aim(): void {
    const { camera, view } = this;
    eyeOf(view, camera.position);
    camera.lookAt(view.x, view.y, view.z);
    camera.updateMatrixWorld();
    this.matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
  }

  /** The ray from the eye through a point of the picture, in pixels. */
  rayThrough(x: number, y: number, ray: Ray): Ray {
    const eye = eyeOf(this.view, ray);
    const forward = { x: this.view.x - eye.x, y: this.view.y - eye.y, z: this.view.z - eye.z };
    const across = (((x + this.insetRight / 2) / this.width) * 2 - 1) * HALF_HIGH * this.aspect;
    const high = (1 - ((y + this.insetBottom / 2) / this.height) * 2) * HALF_HIGH;
    const { elements } = this.camera.matrixWorld;
    const way = this.view.distance;
    const dx = forward.x / way + (elements[0] ?? 0) * across + (elements[4] ?? 0) * high;
    const dy = forward.y / way + (elements[1] ?? 0) * across + (elements[5] ?? 0) * high;
    const dz = forward.z / way + (elements[2] ?? 0) * across + (elements[6] ?? 0) * high;
    const length = Math.hypot(dx, dy, dz);
    ray.dx = dx / length;
    ray.dy = dy / length;
    ray.dz = dz / length;
    return ray;
  }

  /** Whether a place is to be seen, beside what lies over the picture. */
  isSeen(x: number, y: number, z: number): boolean {
    const seen = project(this.matrix.elements, x, y, z, this.width, this.height, this.seen);
    const isBeside = seen.x > 0 && seen.x < this.width - this.insetRight;
    return seen.depth > MIN_DEPTH && isBeside && seen.y > 0 && seen.y < this.height - this.insetBottom;
  }

  /** The picture for this size, its middle beside what lies over it. */
  private fit(): void {
    const { camera, width, height } = this;
    camera.aspect = this.aspect;
    camera.setViewOffset(width, height, this.insetRight / 2, this.insetBottom / 2, width, height);
    this.aim();
  }
}
