/** Lights around single nodes, in one call: what plays, what is pointed at, what is open, and the ghost. */
import {
  AdditiveBlending,
  BufferAttribute,
  BufferGeometry,
  DynamicDrawUsage,
  type IUniform,
  NormalBlending,
  Points,
  ShaderMaterial,
} from "three";
import type { Rgb } from "../../rules/colours";

const CAPACITY = 1_024;
const GLOW = 0;
const RING = 1;
const CLOUD = 2;
export const MARK_KINDS = { glow: GLOW, ring: RING, cloud: CLOUD } as const;
export type MarkKind = keyof typeof MARK_KINDS;

const VERTEX = `
attribute vec4 tint;
attribute vec3 form;
uniform float pxPerUnit;
uniform float light;
varying vec4 colour;
varying float kind;
varying float size;
void main() {
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  float depth = max(0.001, -seen.z);
  size = clamp(form.x * pxPerUnit / depth, form.z, 900.0);
  gl_PointSize = size;
  gl_Position = projectionMatrix * seen;
  colour = vec4(tint.rgb, tint.a * (form.y < 0.5 ? light : 1.0));
  kind = form.y;
}`;

const FRAGMENT = `
varying vec4 colour;
varying float kind;
varying float size;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float way = length(p);
  float alpha;
  if (kind < 0.5) alpha = exp(-5.0 * way * way) - 0.0067;
  else if (kind < 1.5) alpha = 1.0 - smoothstep(1.2 / size, 5.0 / size, abs(way - 0.8));
  else alpha = (1.0 - smoothstep(0.55, 1.0, way)) * 0.32 + (1.0 - smoothstep(2.0 / size, 5.0 / size, abs(way - 0.93))) * 0.5;
  alpha *= colour.a;
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(colour.rgb, alpha);
}`;

export class Marks {
  readonly points: Points;
  private readonly geometry = new BufferGeometry();
  private readonly position = attribute(3);
  private readonly tint = attribute(4);
  private readonly form = attribute(3);
  private readonly material: ShaderMaterial;
  private readonly pxPerUnit: IUniform<number> = { value: 1 };
  /** Light adds up on a dark ground, on a light one it only tints. */
  private readonly light: IUniform<number> = { value: 1 };
  private n = 0;

  constructor() {
    this.geometry.setAttribute("position", this.position);
    this.geometry.setAttribute("tint", this.tint);
    this.geometry.setAttribute("form", this.form);
    this.material = new ShaderMaterial({
      uniforms: { pxPerUnit: this.pxPerUnit, light: this.light },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      depthTest: false,
      depthWrite: false,
    });
    this.points = new Points(this.geometry, this.material);
    this.points.frustumCulled = false;
    this.points.renderOrder = 4;
  }

  clear(): void {
    this.n = 0;
  }

  /** `width` in lengths of the room, at least `min_px` in the picture. */
  add(place: ArrayLike<number>, kind: MarkKind, [r, g, b]: Rgb, alpha: number, width: number, min_px: number): void {
    if (this.n >= CAPACITY) return;
    this.position.setXYZ(this.n, place[0] ?? 0, place[1] ?? 0, place[2] ?? 0);
    this.tint.setXYZW(this.n, r / 255, g / 255, b / 255, alpha);
    this.form.setXYZ(this.n, width, MARK_KINDS[kind], min_px);
    this.n += 1;
  }

  show(): void {
    this.geometry.setDrawRange(0, this.n);
    for (const each of [this.position, this.tint, this.form]) each.needsUpdate = true;
  }

  /** Not while the nodes are on their way: the marks are where they will be. */
  setShown(isShown: boolean): void {
    this.points.visible = isShown && this.n > 0;
  }

  setTheme(isDark: boolean): void {
    this.material.blending = isDark ? AdditiveBlending : NormalBlending;
    this.light.value = isDark ? 1 : 0.5;
  }

  setView(pxPerUnit: number): void {
    this.pxPerUnit.value = pxPerUnit;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}

const attribute = (size: number): BufferAttribute =>
  new BufferAttribute(new Float32Array(CAPACITY * size), size).setUsage(DynamicDrawUsage);
