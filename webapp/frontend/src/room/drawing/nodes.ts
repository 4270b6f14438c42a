/** All tracks as points of one geometry: where they come from, where they are, and how each looks. */
import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  Color,
  DataTexture,
  DynamicDrawUsage,
  type IUniform,
  NormalBlending,
  Points,
  RGBAFormat,
  ShaderMaterial,
  Sphere,
  UnsignedByteType,
  Vector2,
  Vector3,
} from "three";
import type { Rgb } from "../../rules/colours";
import { FLOOR_AT } from "./floor_at";
import { NODE_FRAGMENT, NODE_VERTEX, SHADOW_FRAGMENT, SHADOW_VERTEX } from "./node_shader";
import { PLAIN_SIZE } from "./plain_size";

export const NORMAL = 0;
export const DIM = 1;
export const LIT = 2;

/** Soft light on the floor is drawn for as many as a phone can. */
const MAX_SHADOWS = 30_000;
const MIN_PX = 2.2;
const MAX_PX = 220;

/** Nodes get smaller where there are many, so that one sees between them. */
export const radiusOf = (n: number): number => Math.min(0.024, Math.max(0.0042, 0.1 / Math.cbrt(Math.max(1, n))));

export class Nodes {
  readonly points: Points;
  readonly shadows: Points;
  readonly radius: number;
  private readonly geometry = new BufferGeometry();
  private readonly look: Uint8Array;
  private readonly uniforms: Record<string, IUniform>;
  private readonly shadowMaterial: ShaderMaterial;
  private readonly palette: DataTexture;

  /** `places`: x y z of each row. */
  constructor(places: Float32Array) {
    const n = places.length / 3;
    this.radius = radiusOf(n);
    this.look = new Uint8Array(n * 4);
    for (let row = 0; row < n; row += 1) this.look.set([(row * 167) & 255, PLAIN_SIZE], row * 4 + 2);
    this.geometry.setAttribute("position", new BufferAttribute(places.slice(), 3).setUsage(DynamicDrawUsage));
    this.geometry.setAttribute("cameFrom", new BufferAttribute(places.slice(), 3).setUsage(DynamicDrawUsage));
    this.geometry.setAttribute("look", new BufferAttribute(this.look, 4).setUsage(DynamicDrawUsage));
    this.geometry.boundingSphere = new Sphere(new Vector3(), 3);
    this.palette = new DataTexture(new Uint8Array(256 * 4), 256, 1, RGBAFormat, UnsignedByteType);
    this.uniforms = {
      arrived: { value: 1 },
      pxPerUnit: { value: 1 },
      radius: { value: this.radius },
      sizes: { value: new Vector2(MIN_PX, MAX_PX) },
      fog: { value: new Vector2(2, 6) },
      fogColour: { value: new Color() },
      palette: { value: this.palette },
      hasShapes: { value: false },
      gloss: { value: 1 },
      floorAt: { value: FLOOR_AT },
      strength: { value: 1 },
    };
    const { uniforms } = this;
    const solid = new ShaderMaterial({ uniforms, vertexShader: NODE_VERTEX, fragmentShader: NODE_FRAGMENT });
    // Smooth edges without sorting: the samples of a pixel are covered by share.
    solid.alphaToCoverage = true;
    this.points = new Points(this.geometry, solid);
    this.points.frustumCulled = false;
    this.points.renderOrder = 2;
    this.shadowMaterial = new ShaderMaterial({
      uniforms,
      vertexShader: SHADOW_VERTEX,
      fragmentShader: SHADOW_FRAGMENT,
      transparent: true,
      depthWrite: false,
    });
    this.shadows = new Points(this.geometry, this.shadowMaterial);
    this.shadows.frustumCulled = false;
    this.shadows.visible = n <= MAX_SHADOWS;
    this.shadows.renderOrder = 1;
  }

  /** Go to other places; until `setArrived(1)` they are on their way from where they stand. */
  goTo(places: Float32Array): void {
    const position = this.attribute("position");
    const cameFrom = this.attribute("cameFrom");
    (cameFrom.array as Float32Array).set(position.array);
    (position.array as Float32Array).set(places);
    cameFrom.needsUpdate = true;
    position.needsUpdate = true;
  }

  /** Put one row elsewhere, at once. */
  moveRow(row: number, place: ArrayLike<number>): void {
    for (const name of ["position", "cameFrom"]) {
      const attribute = this.attribute(name);
      attribute.setXYZ(row, place[0] ?? 0, place[1] ?? 0, place[2] ?? 0);
      attribute.addUpdateRange(row * 3, 3);
      attribute.needsUpdate = true;
    }
  }

  setArrived(share: number): void {
    this.set("arrived", share);
  }

  /** `bytes` of the column that gives the colour, and what colour each byte has. */
  setColours(bytes: Uint8Array | null, texels: Uint8Array, hasShapes: boolean): void {
    for (let row = 0; row * 4 < this.look.length; row += 1) this.look[row * 4] = bytes?.[row] ?? 255;
    this.attribute("look").needsUpdate = true;
    (this.palette.image.data as unknown as Uint8Array).set(texels);
    this.palette.needsUpdate = true;
    this.set("hasShapes", hasShapes);
  }

  /** How each row stands out; `stateOf` gives NORMAL, DIM or LIT. */
  setStates(stateOf: (row: number) => number): void {
    for (let row = 0; row * 4 < this.look.length; row += 1) this.look[row * 4 + 1] = stateOf(row);
    this.attribute("look").needsUpdate = true;
  }

  /** Hundredths of the plain radius by row; null where all are alike. */
  setSizes(sizes: Uint8Array | null): void {
    for (let row = 0; row * 4 < this.look.length; row += 1) this.look[row * 4 + 3] = sizes?.[row] ?? PLAIN_SIZE;
    this.attribute("look").needsUpdate = true;
  }

  /** The radius of a row. */
  radiusAt(row: number): number {
    return (this.radius * (this.look[row * 4 + 3] ?? PLAIN_SIZE)) / PLAIN_SIZE;
  }

  setTheme(fog: Rgb, isDark: boolean): void {
    this.uniforms.fogColour?.value.setRGB(fog[0] / 255, fog[1] / 255, fog[2] / 255);
    this.set("gloss", isDark ? 1 : 0.4);
    this.set("strength", isDark ? 0.9 : 0.6);
    this.shadowMaterial.blending = isDark ? AdditiveBlending : NormalBlending;
  }

  /** Before each frame: how large a length of 1 at a distance of 1 is, and where the fog is. */
  setView(pxPerUnit: number, ratio: number, distance: number): void {
    this.set("pxPerUnit", pxPerUnit * 2);
    this.uniforms.sizes?.value.set(MIN_PX * ratio, MAX_PX * ratio);
    this.uniforms.fog?.value.set(Math.max(0.8, distance * 0.75), distance * 0.9 + 2.6);
  }

  dispose(): void {
    this.geometry.dispose();
    this.palette.dispose();
    this.shadowMaterial.dispose();
    (this.points.material as ShaderMaterial).dispose();
  }

  private attribute(name: string): BufferAttribute {
    return this.geometry.getAttribute(name) as BufferAttribute;
  }

  private set(name: string, value: unknown): void {
    const uniform = this.uniforms[name];
    if (uniform) uniform.value = value;
  }
}
