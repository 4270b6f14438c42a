/** Every line of the room in one call: ribbons that face the eye, of a width in pixels, with a soft edge. */
import {
  AdditiveBlending,
  BufferAttribute,
  DoubleSide,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type IUniform,
  Mesh,
  NormalBlending,
  ShaderMaterial,
  Vector2,
} from "three";
import type { Rgb } from "../../rules/colours";

const CAPACITY = 4_096;

const VERTEX = `
attribute vec3 begins;
attribute vec3 ends;
attribute vec4 tint;
attribute vec2 form;
uniform vec2 picture;
varying vec4 colour;
varying float across;
varying float glow;
void main() {
  vec4 one = modelViewMatrix * vec4(begins, 1.0);
  vec4 other = modelViewMatrix * vec4(ends, 1.0);
  float near = -0.01;
  if (one.z > near && other.z > near) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  if (one.z > near) one = mix(other, one, (near - other.z) / (one.z - other.z));
  if (other.z > near) other = mix(one, other, (near - one.z) / (other.z - one.z));
  vec4 a = projectionMatrix * one;
  vec4 b = projectionMatrix * other;
  vec2 way = (b.xy / b.w - a.xy / a.w) * picture;
  vec2 along = length(way) > 0.001 ? normalize(way) : vec2(1.0, 0.0);
  float half_px = form.x * (1.0 + 2.0 * form.y) * 0.5 + 1.0;
  vec4 here = position.x < 0.5 ? a : b;
  vec2 side = vec2(-along.y, along.x) * position.y * half_px;
  here.xy += side / picture * 2.0 * here.w;
  gl_Position = here;
  colour = tint;
  across = position.y * half_px / (form.x * 0.5);
  glow = form.y;
}`;

const FRAGMENT = `
varying vec4 colour;
varying float across;
varying float glow;
void main() {
  float way = abs(across);
  float core = 1.0 - smoothstep(0.5, 1.4, way);
  float light = exp(-0.55 * way * way) * 0.55 * step(0.01, glow);
  float alpha = colour.a * max(core, light);
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(colour.rgb + vec3(core * glow * 0.25), alpha);
}`;

export class Ribbons {
  readonly mesh: Mesh;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly begins = attribute(3);
  private readonly ends = attribute(3);
  private readonly tint = attribute(4);
  private readonly form = attribute(2);
  private readonly material: ShaderMaterial;
  private readonly picture: IUniform<Vector2> = { value: new Vector2(1, 1) };
  private n = 0;

  constructor() {
    const corners = new Float32Array([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0]);
    this.geometry.setAttribute("position", new BufferAttribute(corners, 3));
    this.geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.geometry.setAttribute("begins", this.begins);
    this.geometry.setAttribute("ends", this.ends);
    this.geometry.setAttribute("tint", this.tint);
    this.geometry.setAttribute("form", this.form);
    this.geometry.instanceCount = 0;
    this.material = new ShaderMaterial({
      uniforms: { picture: this.picture },
      vertexShader: VERTEX,
      fragmentShader: FRAGMENT,
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
    });
    this.mesh = new Mesh(this.geometry, this.material);
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 3;
  }

  /** Begin anew; then `add` or `arc`, then `show`. */
  clear(): void {
    this.n = 0;
  }

  /** `width` in pixels; `glow` 0..1, the light around it. What is too much is left out. */
  add(from: ArrayLike<number>, to: ArrayLike<number>, [r, g, b]: Rgb, alpha: number, width: number, glow = 0): void {
    if (this.n >= CAPACITY) return;
    this.begins.setXYZ(this.n, from[0] ?? 0, from[1] ?? 0, from[2] ?? 0);
    this.ends.setXYZ(this.n, to[0] ?? 0, to[1] ?? 0, to[2] ?? 0);
    this.tint.setXYZW(this.n, r / 255, g / 255, b / 255, alpha);
    this.form.setXY(this.n, width, glow);
    this.n += 1;
  }

  /** A bow from one place to another that hangs by `sag` of its length; `fade` is its strength at the end. */
  arc(from: ArrayLike<number>, to: ArrayLike<number>, tint: Rgb, alpha: number, width: number, how: ArcForm): void {
    const steps = 20;
    const drop = how.sag * Math.hypot(...[0, 1, 2].map((axis) => (to[axis] ?? 0) - (from[axis] ?? 0)));
    const at = (share: number) =>
      [0, 1, 2].map(
        (axis) =>
          (from[axis] ?? 0) * (1 - share) + (to[axis] ?? 0) * share - (axis === 1 ? 4 * share * (1 - share) * drop : 0),
      );
    let before = at(0);
    for (let step = 1; step <= steps; step += 1) {
      const now = at(step / steps);
      const strength = alpha * (1 + (how.fade - 1) * (step / steps));
      this.add(before, now, tint, strength, width, how.glow);
      before = now;
    }
  }

  show(): void {
    this.geometry.instanceCount = this.n;
    for (const each of [this.begins, this.ends, this.tint, this.form]) each.needsUpdate = true;
  }

  /** Not while the nodes are on their way: the lines are where they will be. */
  setShown(isShown: boolean): void {
    this.mesh.visible = isShown && this.n > 0;
  }

  setTheme(isDark: boolean): void {
    this.material.blending = isDark ? AdditiveBlending : NormalBlending;
  }

  setPicture(width: number, height: number): void {
    this.picture.value.set(width, height);
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}

export interface ArcForm {
  readonly sag: number;
  readonly fade: number;
  readonly glow: number;
}

const attribute = (size: number): InstancedBufferAttribute =>
  new InstancedBufferAttribute(new Float32Array(CAPACITY * size), size).setUsage(DynamicDrawUsage);
