/** What is behind and below everything: a sky that gets lighter upwards, and a floor of lines to keep one's bearings. */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  type IUniform,
  Mesh,
  PlaneGeometry,
  ShaderMaterial,
} from "three";
import { FLOOR_AT } from "./floor_at";
import type { RoomColours } from "./palette";

const SKY_VERTEX = `
varying vec2 at;
void main() {
  at = position.xy;
  gl_Position = vec4(position.xy, 1.0, 1.0);
}`;

/** A little chance in the last bit: a slow gradient would show bands. */
const SKY_FRAGMENT = `
uniform vec3 ground;
uniform vec3 sky;
uniform vec3 accent;
uniform float glow;
varying vec2 at;
void main() {
  float high = smoothstep(-0.9, 0.9, at.y);
  float middle = exp(-1.6 * dot(at * vec2(0.8, 1.1), at * vec2(0.8, 1.1)));
  vec3 colour = mix(ground, sky, 0.25 + 0.5 * high) + accent * middle * glow;
  float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
  gl_FragColor = vec4(colour + grain / 200.0, 1.0);
}`;

const FLOOR_VERTEX = `
varying vec3 place;
varying float depth;
void main() {
  place = (modelMatrix * vec4(position, 1.0)).xyz;
  vec4 seen = viewMatrix * vec4(place, 1.0);
  depth = -seen.z;
  gl_Position = projectionMatrix * seen;
}`;

const FLOOR_FRAGMENT = `
uniform vec3 line;
uniform float strength;
varying vec3 place;
varying float depth;
float lines(vec2 at, float width) {
  vec2 across = abs(fract(at - 0.5) - 0.5) / (fwidth(at) * width);
  return 1.0 - min(1.0, min(across.x, across.y));
}
void main() {
  float fine = lines(place.xz * 5.0, 1.0) * 0.35;
  float bold = lines(place.xz, 1.3);
  float far = smoothstep(2.7, 0.9, length(place.xz));
  float alpha = max(fine, bold) * far * strength * smoothstep(7.5, 2.0, depth);
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(line, alpha);
}`;

export class Backdrop {
  readonly sky: Mesh;
  readonly floor: Mesh;
  private readonly skyUniforms: Record<string, IUniform> = {
    ground: { value: new Color() },
    sky: { value: new Color() },
    accent: { value: new Color() },
    glow: { value: 0 },
  };
  private readonly floorUniforms: Record<string, IUniform> = { line: { value: new Color() }, strength: { value: 1 } };

  constructor() {
    const whole = new BufferGeometry();
    whole.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.sky = new Mesh(
      whole,
      new ShaderMaterial({
        uniforms: this.skyUniforms,
        vertexShader: SKY_VERTEX,
        fragmentShader: SKY_FRAGMENT,
        depthTest: false,
        depthWrite: false,
      }),
    );
    this.sky.frustumCulled = false;
    this.sky.renderOrder = -2;
    this.floor = new Mesh(
      new PlaneGeometry(6, 6).rotateX(-Math.PI / 2).translate(0, FLOOR_AT, 0),
      new ShaderMaterial({
        uniforms: this.floorUniforms,
        vertexShader: FLOOR_VERTEX,
        fragmentShader: FLOOR_FRAGMENT,
        transparent: true,
        depthWrite: false,
        side: DoubleSide,
      }),
    );
    this.floor.renderOrder = 0;
  }

  setTheme({ ground, sky, accent, line }: RoomColours, isDark: boolean): void {
    const put = (uniforms: Record<string, IUniform>, name: string, [red, green, blue]: readonly number[]) =>
      uniforms[name]?.value.setRGB((red ?? 0) / 255, (green ?? 0) / 255, (blue ?? 0) / 255);
    put(this.skyUniforms, "ground", ground);
    put(this.skyUniforms, "sky", sky);
    put(this.skyUniforms, "accent", accent);
    put(this.floorUniforms, "line", line);
    if (this.skyUniforms.glow) this.skyUniforms.glow.value = isDark ? 0.05 : -0.03;
    if (this.floorUniforms.strength) this.floorUniforms.strength.value = isDark ? 0.32 : 0.4;
  }

  dispose(): void {
    for (const mesh of [this.sky, this.floor]) {
      mesh.geometry.dispose();
      (mesh.material as ShaderMaterial).dispose();
    }
  }
}
