/** Dark edges while one walks smoothly: what flows by at the edges of the eyes is what makes one ill. */
import { BufferAttribute, BufferGeometry, type IUniform, Mesh, ShaderMaterial } from "three";

const VERTEX = `
varying vec2 tangent;
void main() {
  tangent = (position.xy + vec2(projectionMatrix[2][0], projectionMatrix[2][1]))
    / vec2(projectionMatrix[0][0], projectionMatrix[1][1]);
  gl_Position = vec4(position.xy, 0.0, 1.0);
}`;

/** Between these tangents of the angle from the middle it gets dark. */
const FRAGMENT = `
uniform float strength;
varying vec2 tangent;
void main() {
  float dark = smoothstep(0.36, 0.62, length(tangent)) * strength;
  if (dark < 0.01) discard;
  gl_FragColor = vec4(0.0, 0.0, 0.0, dark);
}`;

/** Seconds from clear to dark. */
const DARKENS_S = 0.2;

export class Veil {
  readonly mesh: Mesh;
  private readonly strength: IUniform<number> = { value: 0 };

  constructor() {
    const whole = new BufferGeometry();
    whole.setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    this.mesh = new Mesh(
      whole,
      new ShaderMaterial({
        uniforms: { strength: this.strength },
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        transparent: true,
        depthTest: false,
        depthWrite: false,
      }),
    );
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 20;
    this.mesh.visible = false;
  }

  follow(isWalking: boolean, seconds: number): void {
    const by = seconds / DARKENS_S;
    this.strength.value = Math.min(1, Math.max(0, this.strength.value + (isWalking ? by : -by)));
    this.mesh.visible = this.strength.value > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    (this.mesh.material as ShaderMaterial).dispose();
    this.mesh.removeFromParent();
  }
}
