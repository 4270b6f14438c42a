/** The sky for someone inside the room: it stands still while the head turns, in the colours of the page's sky. */
import { BufferAttribute, BufferGeometry, Mesh, ShaderMaterial } from "three";
import type { Backdrop } from "../../drawing/backdrop";

const VERTEX = `
varying vec3 way;
void main() {
  vec2 tangent = (position.xy + vec2(projectionMatrix[2][0], projectionMatrix[2][1]))
    / vec2(projectionMatrix[0][0], projectionMatrix[1][1]);
  way = vec3(tangent, -1.0) * mat3(viewMatrix);
  gl_Position = vec4(position.xy, 1.0, 1.0);
}`;

const FRAGMENT = `
uniform vec3 ground;
uniform vec3 sky;
uniform vec3 accent;
uniform float glow;
varying vec3 way;
void main() {
  float high = normalize(way).y;
  float middle = exp(-9.0 * high * high);
  vec3 colour = mix(ground, sky, 0.25 + 0.5 * smoothstep(-0.5, 0.7, high)) + accent * middle * glow;
  float grain = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
  gl_FragColor = vec4(colour + grain / 200.0, 1.0);
}`;

export class Sky {
  readonly mesh: Mesh;

  /** Takes the place of the page's sky, with its colours, until `dispose`. */
  constructor(private readonly backdrop: Backdrop) {
    const whole = new BufferGeometry();
    whole.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const { uniforms } = backdrop.sky.material as ShaderMaterial;
    this.mesh = new Mesh(
      whole,
      new ShaderMaterial({
        uniforms,
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        depthTest: false,
        depthWrite: false,
      }),
    );
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = -2;
    backdrop.sky.visible = false;
  }

  dispose(): void {
    this.backdrop.sky.visible = true;
    this.mesh.geometry.dispose();
    (this.mesh.material as ShaderMaterial).dispose();
    this.mesh.removeFromParent();
  }
}
