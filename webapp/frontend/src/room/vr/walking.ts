/** The wearer in the room: sticks that turn, walk and aim a teleport, and the object that carries eyes and hands. */
import { Object3D, type PerspectiveCamera } from "three";
import type { Point, Viewpoint } from "../moving/viewpoint";
import type { Standing } from "../scene/standing";
import type { Target } from "./drawing/target";
import type { Veil } from "./drawing/veil";
import type { Hand } from "./hands/hand";
import type { Aim } from "./pointing";
import { heightOf, newRig, type Rig, sit, standAt, standBefore, standBeforeNode, turnBy, walkBy } from "./rules/rig";
import { SNAP, WALK_M_S, walkOf } from "./rules/sticks";
import type { VrSettings } from "./settings";

export class Walking {
  readonly rig: Rig = newRig();
  /** In its space one metre is one; the room is around it. */
  readonly body = new Object3D();
  /** Of the head, in metres of the wearer's space: where the eyes were in the last frame. */
  readonly head: Point;

  constructor(
    private readonly camera: PerspectiveCamera,
    private readonly standing: Standing,
    private readonly target: Target,
    private readonly veil: Veil,
  ) {
    this.body.add(camera);
    this.head = camera.position;
    this.apply();
  }

  /** Radians of the head around the upright axis, in the wearer's space. */
  get headYaw(): number {
    const { elements } = this.camera.matrix;
    return Math.atan2(elements[8] ?? 0, elements[10] ?? 1);
  }

  enter(view: Readonly<Viewpoint>, isSeated: boolean): void {
    sit(this.rig, isSeated, this.head.y);
    standBefore(this.rig, this.head, this.headYaw, view);
  }

  sit(isSeated: boolean): void {
    sit(this.rig, isSeated, this.head.y);
  }

  turn(steps: number): void {
    turnBy(this.rig, this.head, -steps * SNAP);
  }

  /** Go where a hand points: on the floor there, or before a node. */
  goTo(aim: Readonly<Aim>, { ray }: Hand): void {
    const { rig, head } = this;
    if (aim.kind === "node") standBeforeNode(rig, head, this.headYaw, this.standing.at(aim.row));
    else if (aim.kind === "floor") standAt(rig, head, ray.x + ray.dx * aim.way, rig.floor, ray.z + ray.dz * aim.way);
  }

  goToRow(row: number): void {
    if (this.standing.has(row)) standBeforeNode(this.rig, this.head, this.headYaw, this.standing.at(row));
  }

  /** The sticks of this moment; a hand that holds a track pulls it with its stick. */
  follow(hands: readonly [Hand, Hand], settings: VrSettings, seconds: number): void {
    const walker = settings.isLeftHanded ? "right" : "left";
    let isWalking = false;
    for (const hand of hands) {
      if (hand.hold.kind === "grab") continue;
      const { stickX, stickY } = hand;
      if (settings.isSmooth && hand.handedness === walker) {
        const ahead = walkOf(-stickY);
        const right = walkOf(stickX);
        if (ahead === 0 && right === 0) continue;
        isWalking = true;
        walkBy(this.rig, this.headYaw, ahead * WALK_M_S * seconds, right * WALK_M_S * seconds);
      } else {
        if (hand.teleport.step(stickX, stickY)) this.goTo(hand.aim, hand);
        else if (!hand.teleport.isAiming) {
          const step = hand.snap.step(stickX);
          if (step !== 0) this.turn(step);
        }
      }
    }
    this.veil.follow(isWalking, seconds);
  }

  /** Show where a hand that aims would go. */
  showTarget(hand: Hand): void {
    const { aim, ray, hold } = hand;
    const isAiming = hand.teleport.isAiming || (hold.kind === "room" && !hold.isGrip);
    if (isAiming && aim.kind === "floor") {
      this.target.show(ray.x + ray.dx * aim.way, this.rig.floor, ray.z + ray.dz * aim.way, this.rig.metres);
    } else this.target.hide();
  }

  /** Put the wearer's space where the rules say. */
  apply(): void {
    const { body, rig } = this;
    body.position.set(rig.x, heightOf(rig), rig.z);
    body.rotation.y = rig.yaw;
    body.scale.setScalar(1 / rig.metres);
    body.updateMatrixWorld(true);
  }
}
