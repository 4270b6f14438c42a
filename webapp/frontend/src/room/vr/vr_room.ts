/** The room in a headset: its session, its loop, and what joins hands, panel and place. */
import { effect } from "@preact/signals";
import { HemisphereLight, PerspectiveCamera, type Scene, type WebGLRenderer } from "three";
import { isMotionWanted } from "../../components/motion";
import { HEADSET, Pace } from "../drawing/pace";
import type { Stage } from "../drawing/stage";
import { openRows } from "../map/store";
import { OVERVIEW } from "../moving/viewpoint";
import type { RoomScene } from "../scene/room_scene";
import { ghost, node, pointedRow } from "../state";
import { Sky } from "./drawing/sky";
import { Target } from "./drawing/target";
import { Veil } from "./drawing/veil";
import type { VrPicture } from "./figures";
import { followPage } from "./following";
import { Hand } from "./hands/hand";
import { HandLooks } from "./hands/hand_looks";
import { Holding } from "./hands/holding";
import { act, playHere, turn } from "./panel/acts";
import { panelColours } from "./panel/colours";
import { Panel } from "./panel/panel";
import type { PanelControl } from "./panel/records";
import { wish } from "./panel/state";
import { Pointing } from "./pointing";
import { takeReadings } from "./readings";
import { vrSettings } from "./settings";
import { vrSession } from "./support";
import { Walking } from "./walking";

const NEAR_M = 0.05;
const FAR_M = 80;
/** Fog begins where the far side of the room is, in lengths of the room. */
const FOG_AT = 2.4;
/** The finest and the coarsest node, in shares of what the page draws. */
const POINTS = 1.6;

const isAiming = (hand: Hand): boolean => hand.isThere && hand.teleport.isAiming;

/** Show the room until the session ends; returns how to end it. */
export async function enterVr(session: XRSession, scene: RoomScene): Promise<() => void> {
  const room = new VrRoom(session, scene);
  await room.begin();
  return () => void session.end().catch(() => undefined);
}

class VrRoom {
  private readonly stage: Stage;
  private readonly renderer: WebGLRenderer;
  private readonly camera = new PerspectiveCamera(70, 1, NEAR_M, FAR_M);
  private readonly world: Scene;
  private readonly looks = new HandLooks();
  private readonly light = new HemisphereLight(0xffffff, 0x555555, 2.4);
  private readonly sky: Sky;
  private readonly veil = new Veil();
  private readonly target = new Target();
  private readonly panel = new Panel(panelColours);
  private readonly walking: Walking;
  private readonly pointing: Pointing;
  private readonly hands: readonly [Hand, Hand];
  private readonly holding: Holding;
  private readonly ends: (() => void)[] = [];
  private active: Hand;
  private isPlaced = false;
  /** A ghost that was made in here does not stay behind: its knobs are not there. */
  private readonly hadGhost = ghost.peek() !== null;
  private last_ms = 0;
  private readonly pace = new Pace(HEADSET);

  constructor(
    private readonly session: XRSession,
    private readonly scene: RoomScene,
  ) {
    const { stage } = scene;
    const { renderer, scene: world } = stage.lend();
    this.stage = stage;
    this.renderer = renderer;
    this.world = world;
    this.sky = new Sky(stage.backdrop);
    this.walking = new Walking(this.camera, scene.standing, this.target, this.veil);
    this.pointing = new Pointing(stage, scene.standing, this.panel, this.walking.rig);
    const acts = { pressed: this.press, released: this.release, came: this.chooseActive, lost: this.lose };
    const { body } = this.walking;
    this.hands = [new Hand(renderer.xr, 0, body, this.looks, acts), new Hand(renderer.xr, 1, body, this.looks, acts)];
    this.active = this.hands[0];
    this.holding = new Holding(this.hands, this.walking.rig, scene.grabbing, {
      play: (row) => void this.play(row),
      press: this.pressControl,
      turn: (knob, value) => turn({ ...wish.peek(), [knob]: value }),
      goTo: (aim, hand) => this.walking.goTo(aim, hand),
      nothing: this.openPanel,
    });
    body.add(this.light, this.panel.mesh);
    world.add(body, this.sky.mesh, this.veil.mesh, this.target.mesh);
  }

  async begin(): Promise<void> {
    const { xr } = this.renderer;
    this.follow();
    xr.enabled = true;
    xr.setReferenceSpaceType("local-floor");
    xr.setAnimationLoop(this.frame);
    try {
      await xr.setSession(this.session);
    } catch (problem) {
      this.finish();
      throw problem;
    }
    this.session.addEventListener("end", this.finish, { once: true });
    vrSession.value = this.session;
  }

  private follow(): void {
    const { scene, world, looks, target, panel, walking, pace, pointing, hands, renderer } = this;
    const canvas = renderer.domElement as VrPicture;
    const active = () => this.active;
    canvas.vr = takeReadings({
      standing: scene.standing,
      target,
      panel,
      walking,
      pace,
      pointing,
      hands,
      renderer,
      active,
    });
    this.ends.push(
      followPage({ standing: scene.standing, world, looks, target, panel }),
      effect(() => {
        walking.sit(vrSettings.value.isSeated);
        this.chooseActive();
      }),
      () => {
        delete canvas.vr;
      },
    );
  }

  private readonly finish = (): void => {
    const { xr } = this.renderer;
    // Off for the headset and for the page, whose loop three starts again by itself when a session ends.
    this.renderer.setAnimationLoop(null);
    xr.enabled = false;
    for (const end of this.ends) end();
    for (const hand of this.hands) hand.dispose();
    for (const each of [this.looks, this.sky, this.veil, this.target, this.panel]) each.dispose();
    this.walking.body.removeFromParent();
    this.light.dispose();
    pointedRow.value = null;
    if (!this.hadGhost) ghost.value = null;
    vrSession.value = null;
    this.stage.takeBack();
  };

  private readonly frame = (now_ms: number): void => {
    const began_ms = performance.now();
    const since_ms = Math.max(0, now_ms - this.last_ms);
    const seconds = Math.min(0.1, since_ms / 1_000);
    this.last_ms = now_ms;
    if (this.isPlaced) this.pace.keep(since_ms);
    this.stage.nodes?.setShare(this.pace.detail.share);
    this.place(now_ms);
    if (!this.holding.scale()) this.walking.follow(this.hands, vrSettings.peek(), seconds);
    this.settle();
    this.hear(now_ms);
    this.point(seconds);
    this.panel.follow(now_ms, isMotionWanted());
    this.stage.carryNodes(now_ms);
    this.draw();
    this.pace.add(performance.now() - began_ms);
  };

  /** Where the head is, is known after the first frame: then one is put where the page looked from. */
  private place(now_ms: number): void {
    if (this.isPlaced || this.pace.nFrames === 0) return;
    this.isPlaced = true;
    this.walking.enter(this.stage.eye.view, vrSettings.peek().isSeated);
    this.panel.open(this.walking.head, this.walking.headYaw, this.side, now_ms);
  }

  /** The wearer's space, the panel and the hands are where they are at this moment. */
  private settle(): void {
    this.walking.apply();
    this.panel.settle();
    this.hands[0].follow();
    this.hands[1].follow();
  }

  private point(seconds: number): void {
    const [one, other] = this.hands;
    const shown = isAiming(other) ? other : isAiming(one) ? one : this.active;
    this.pointBy(one, shown, seconds);
    this.pointBy(other, shown, seconds);
    if (shown.isThere) shown.reach(shown.aim.way * this.walking.rig.metres);
    const { kind, row, control } = shown.aim;
    const pointed = shown.isThere && kind === "node" ? row : null;
    if (pointedRow.peek() !== pointed) pointedRow.value = pointed;
    this.panel.mark(control?.name ?? "", shown.hold.kind === "knob" ? shown.hold.control : "");
    this.walking.showTarget(shown);
  }

  private hear(now_ms: number): void {
    const { elements } = this.camera.matrixWorld;
    const toHead = this.camera.matrixWorldInverse.elements;
    this.scene.sound.walk(toHead, elements[12] ?? 0, elements[13] ?? 0, elements[14] ?? 0, now_ms);
  }

  private pointBy(hand: Hand, shown: Hand, seconds: number): void {
    if (hand.takeMenu()) this.togglePanel();
    if (hand !== shown || !hand.isThere) hand.reach(0);
    if (hand !== shown && hand.hold.kind === "none") return;
    if (hand.hold.kind !== "grab") this.pointing.aim(hand.ray, hand.aim);
    this.holding.follow(hand, seconds);
  }

  /** The listener's better hand points, until the other one presses; a hand that is alone does. */
  private readonly chooseActive = (): void => {
    const better = vrSettings.peek().isLeftHanded ? "left" : "right";
    const there = this.hands.filter((hand) => hand.source !== null);
    this.active = there.find((hand) => hand.handedness === better) ?? there[0] ?? this.active;
  };

  private draw(): void {
    const { renderer, stage, camera } = this;
    const { metres } = this.walking.rig;
    const eye = renderer.xr.getCamera().cameras[0];
    const height = eye?.viewport?.w ?? 1;
    const pxPerUnit = (height / 2) * (eye?.projectionMatrix.elements[5] ?? 1) * metres;
    stage.ribbons.setPicture(eye?.viewport?.z ?? 1, height);
    stage.prepare(pxPerUnit, POINTS, FOG_AT * metres);
    renderer.render(this.world, camera);
  }

  private readonly press = (hand: Hand, isGrip: boolean): void => {
    if (hand.isThere) this.active = hand;
    this.settle();
    this.pointing.aim(hand.ray, hand.aim);
    this.holding.press(hand, isGrip);
  };

  private readonly release = (hand: Hand, isGrip: boolean): void => {
    if (hand.hold.kind !== "grab") {
      this.settle();
      this.pointing.aim(hand.ray, hand.aim);
    }
    this.holding.release(hand, isGrip);
  };

  private readonly lose = (hand: Hand): void => {
    this.holding.lose(hand);
    this.chooseActive();
  };

  private async play(row: number): Promise<void> {
    const track = await openRows.peek()?.trackOf(row);
    if (!track) return;
    playHere(track);
    if (!this.panel.isOpen) this.openPanel();
  }

  private readonly pressControl = (control: PanelControl): void => {
    if (act(control)) return;
    const { walking } = this;
    const row = node.peek()?.row;
    if (control.kind === "go" && row !== undefined) walking.goToRow(row);
    else if (control.kind === "left") walking.turn(-1);
    else if (control.kind === "right") walking.turn(1);
    else if (control.kind === "whole") walking.enter(OVERVIEW, vrSettings.peek().isSeated);
    else if (control.kind === "close") this.panel.close();
    else if (control.kind === "leave") void this.session.end().catch(() => undefined);
  };

  private readonly openPanel = (): void =>
    this.panel.open(this.walking.head, this.walking.headYaw, this.side, this.last_ms);

  private togglePanel(): void {
    if (this.panel.isOpen) this.panel.close();
    else this.openPanel();
  }

  /** The panel stands on the side of the hand that does not point. */
  private get side(): -1 | 1 {
    return vrSettings.peek().isLeftHanded ? 1 : -1;
  }
}
