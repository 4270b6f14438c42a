/** Words in the room, of one size for the eye at any distance, in one call: all of them on one canvas. */
import {
  BufferAttribute,
  CanvasTexture,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  type IUniform,
  Mesh,
  ShaderMaterial,
} from "three";
import { heightOfDegrees } from "../rules/text_size";

const WIDTH_PX = 1024;
const LINE_PX = 72;
const LETTER_PX = 46;
const GAP_PX = 18;

const VERTEX = `
attribute vec3 place;
attribute vec3 slot;
uniform float height;
uniform float lift;
varying vec2 at;
void main() {
  vec4 seen = modelViewMatrix * vec4(place, 1.0);
  float high = max(0.1, -seen.z) * height;
  seen.xy += vec2(position.x * high * slot.z, (position.y + lift) * high);
  at = vec2((position.x + 0.5) * slot.y, slot.x + (position.y + 0.5) * (1.0 / SLOTS));
  gl_Position = projectionMatrix * seen;
}`;

const FRAGMENT = `
uniform sampler2D words;
varying vec2 at;
void main() {
  vec4 colour = texture2D(words, at);
  if (colour.a < 0.02) discard;
  gl_FragColor = colour;
}`;

export interface Sign {
  readonly words: string;
  readonly place: ArrayLike<number>;
}

export interface SignLook {
  readonly ink: string;
  readonly paper: string;
  readonly font: string;
}

export class Signs {
  readonly mesh: Mesh;
  private readonly canvas = document.createElement("canvas");
  private readonly texture: CanvasTexture;
  private readonly place: InstancedBufferAttribute;
  private readonly slot: InstancedBufferAttribute;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly height: IUniform<number> = { value: 0 };

  /** At most so many; each line so many degrees high, lifted by so many lines over its place. */
  constructor(
    private readonly nSlots: number,
    degrees: number,
    lift: number,
  ) {
    this.canvas.width = WIDTH_PX;
    this.canvas.height = LINE_PX * nSlots;
    this.texture = new CanvasTexture(this.canvas);
    this.texture.premultiplyAlpha = true;
    this.place = new InstancedBufferAttribute(new Float32Array(nSlots * 3), 3);
    this.slot = new InstancedBufferAttribute(new Float32Array(nSlots * 3), 3);
    const corners = new Float32Array([-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0]);
    this.geometry.setAttribute("position", new BufferAttribute(corners, 3));
    this.geometry.setIndex([0, 1, 2, 0, 2, 3]);
    this.geometry.setAttribute("place", this.place);
    this.geometry.setAttribute("slot", this.slot);
    this.geometry.instanceCount = 0;
    this.height.value = heightOfDegrees(degrees, 1);
    this.mesh = new Mesh(
      this.geometry,
      new ShaderMaterial({
        uniforms: { words: { value: this.texture }, height: this.height, lift: { value: lift } },
        defines: { SLOTS: nSlots.toFixed(1) },
        vertexShader: VERTEX,
        fragmentShader: FRAGMENT,
        transparent: true,
        premultipliedAlpha: true,
        depthTest: false,
        depthWrite: false,
      }),
    );
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 6;
    this.mesh.visible = false;
  }

  /** Show these; what is too much is left out. */
  set(signs: readonly Sign[], look: SignLook): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const shown = signs.slice(0, this.nSlots);
    context.clearRect(0, 0, WIDTH_PX, this.canvas.height);
    context.font = `600 ${LETTER_PX}px ${look.font}`;
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const [n, { words, place }] of shown.entries()) {
      const width = Math.min(WIDTH_PX, context.measureText(words).width + 2 * GAP_PX);
      const top = n * LINE_PX;
      context.fillStyle = look.paper;
      context.beginPath();
      context.roundRect(0, top + 3, width, LINE_PX - 6, 16);
      context.fill();
      context.fillStyle = look.ink;
      context.fillText(words, width / 2, top + LINE_PX / 2, width - 2 * GAP_PX);
      this.place.setXYZ(n, place[0] ?? 0, place[1] ?? 0, place[2] ?? 0);
      this.slot.setXYZ(n, 1 - (n + 1) / this.nSlots, width / WIDTH_PX, width / LINE_PX);
    }
    this.texture.needsUpdate = true;
    this.place.needsUpdate = true;
    this.slot.needsUpdate = true;
    this.geometry.instanceCount = shown.length;
    this.mesh.visible = shown.length > 0;
  }

  dispose(): void {
    this.geometry.dispose();
    this.texture.dispose();
    (this.mesh.material as ShaderMaterial).dispose();
    this.mesh.removeFromParent();
  }
}
