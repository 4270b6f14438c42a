/** What hands look like: a plain handle for a controller, a thin line for what it points at, and the line's end. */
import {
  type BufferGeometry,
  CylinderGeometry,
  LatheGeometry,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  SphereGeometry,
  Vector2,
} from "three";
import type { Rgb } from "../../../rules/colours";
import type { RoomColours } from "../../drawing/palette";

/** Radius and place along the handle, in metres, from its front to its end. */
const HANDLE = [
  [0.001, -0.055],
  [0.014, -0.052],
  [0.019, -0.035],
  [0.015, -0.01],
  [0.013, 0.05],
  [0.01, 0.062],
  [0.001, 0.064],
] as const;
const LINE_M = 0.0011;
const TIP_M = 0.006;

export class HandLooks {
  private readonly handle = new LatheGeometry(
    HANDLE.map(([radius, along]) => new Vector2(radius, along)),
    20,
  ).rotateX(Math.PI / 2);
  /** A metre long, forward. */
  private readonly line = new CylinderGeometry(LINE_M, LINE_M, 1, 6).rotateX(-Math.PI / 2).translate(0, 0, -0.5);
  private readonly tip = new SphereGeometry(TIP_M, 12, 8);
  private readonly plain = new MeshStandardMaterial({ roughness: 0.55 });
  private readonly light = new MeshBasicMaterial({ transparent: true, opacity: 0.6, depthWrite: false });
  private readonly bright = new MeshBasicMaterial({ transparent: true, opacity: 0.95, depthTest: false });

  makeHandle(): Mesh {
    return new Mesh(this.handle, this.plain);
  }

  makeLine(): Mesh {
    return ordered(new Mesh(this.line, this.light), 8);
  }

  makeTip(): Mesh {
    return ordered(new Mesh(this.tip, this.bright), 12);
  }

  setColours({ unknown, text, accent }: RoomColours): void {
    put(this.plain, unknown);
    put(this.light, text);
    put(this.bright, accent);
  }

  dispose(): void {
    for (const each of [this.handle, this.line, this.tip] as BufferGeometry[]) each.dispose();
    for (const each of [this.plain, this.light, this.bright] as Material[]) each.dispose();
  }
}

function ordered(mesh: Mesh, order: number): Mesh {
  mesh.renderOrder = order;
  mesh.frustumCulled = false;
  return mesh;
}

const put = (material: MeshBasicMaterial | MeshStandardMaterial, [red, green, blue]: Rgb): void => {
  material.color.setRGB(red / 255, green / 255, blue / 255, "srgb");
};
