/**
 * What happens between a press and a release: a track is played or taken along, a control pressed, a knob turned, the
 * room held with two hands.
 */
import type { Grabbing } from "../../scene/grabbing";
import { axes, ghost } from "../../state";
import type { PanelControl } from "../panel/records";
import { knobValue, wish } from "../panel/state";
import type { Aim } from "../pointing";
import { isDrag } from "../rules/rays";
import type { Rig } from "../rules/rig";
import { TwoHands } from "../rules/two_hands";
import { rolledBy, turnedValue } from "../rules/wrist";
import type { Hand } from "./hand";

/** A knob is asked about again when it moved by this share of its way. */
const KNOB_STEP = 0.004;
/** What a stick at its end brings nearer or farther in a second. */
const PULL_PER_S = 2.5;

export interface HoldingActs {
  readonly play: (row: number) => void;
  readonly press: (control: PanelControl) => void;
  readonly turn: (knob: string, value: number) => void;
  /** A trigger or pinch on the floor. */
  readonly goTo: (aim: Aim, hand: Hand) => void;
  /** A trigger or pinch on nothing. */
  readonly nothing: () => void;
}

export class Holding {
  private readonly twoHands = new TwoHands();

  constructor(
    private readonly hands: readonly [Hand, Hand],
    private readonly rig: Rig,
    private readonly grabbing: Grabbing,
    private readonly acts: HoldingActs,
  ) {}

  /** `hand.aim` is what it points at. */
  press(hand: Hand, isGrip: boolean): void {
    const { hold, aim } = hand;
    if (hold.kind !== "none") return;
    hold.isGrip = isGrip;
    hold.row = aim.row;
    hold.control = aim.control?.name ?? "";
    Object.assign(hold.ray, hand.ray);
    hold.at.x = hand.at.x;
    hold.at.y = hand.at.y;
    hold.at.z = hand.at.z;
    if (aim.kind === "panel") this.pressPanel(hand, aim.control, isGrip);
    else if (aim.kind === "node") {
      hold.kind = "node";
      if (isGrip) this.grab(hand);
    } else {
      hold.kind = "room";
      this.holdRoom(hand);
    }
  }

  release(hand: Hand, isGrip: boolean): void {
    const { hold, aim } = hand;
    if (hold.kind === "none" || hold.isGrip !== isGrip) return;
    const { kind } = hold;
    hold.kind = "none";
    if (kind === "node" && !isGrip) this.acts.play(hold.row);
    else if (kind === "grab") void this.grabbing.drop();
    else if (kind === "control" && aim.control?.name === hold.control) this.acts.press(aim.control);
    else if (kind === "scale") this.other(hand).hold.kind = "spent";
    else if (kind === "room" && !isGrip && aim.kind === "floor") this.acts.goTo(aim, hand);
    else if (kind === "room" && !isGrip && aim.kind === "nothing") this.acts.nothing();
  }

  /** A hand went away: what it held is let go of, and nothing else happens. */
  lose(hand: Hand): void {
    const { kind } = hand.hold;
    hand.hold.kind = "none";
    if (kind === "grab") void this.grabbing.drop();
    if (kind === "scale") this.other(hand).hold.kind = "spent";
  }

  /** Before the rays of this frame are known: returns whether the room is between two hands. */
  scale(): boolean {
    const [one, other] = this.hands;
    const isOn = one.hold.kind === "scale" && other.hold.kind === "scale";
    if (isOn) this.twoHands.move(this.rig, one.at, other.at);
    return isOn;
  }

  /** With the rays of this frame. */
  follow(hand: Hand, seconds: number): void {
    const { hold } = hand;
    if (hold.kind === "node" && isDrag(hold.at, hold.ray, hand.at, hand.ray)) this.grab(hand);
    if (hold.kind === "grab") this.grabbing.carry(hand.ray, PULL_PER_S ** (-hand.stickY * seconds));
    else if (hold.kind === "knob") this.turnKnob(hand);
  }

  private pressPanel(hand: Hand, control: PanelControl | null, isGrip: boolean): void {
    const { hold } = hand;
    hold.kind = control && !isGrip ? "control" : "spent";
    const knob = control?.kind === "knob" ? ghost.peek()?.knobs.find(({ name }) => name === control.of) : undefined;
    if (!knob) return;
    hold.kind = "knob";
    hold.roll = hand.roll;
    hold.value = knobValue(knob, wish.peek());
    hold.sent = hold.value;
    hold.low = knob.low;
    hold.high = knob.high;
  }

  private turnKnob({ hold, roll }: Hand): void {
    const value = turnedValue(hold.value, rolledBy(hold.roll, roll), hold.low, hold.high);
    if (Math.abs(value - hold.sent) < KNOB_STEP * (hold.high - hold.low)) return;
    hold.sent = value;
    this.acts.turn(hold.control.slice("knob ".length), value);
  }

  /** Among axes a place is a value: nobody puts a track elsewhere there. */
  private grab(hand: Hand): void {
    const isFree = axes.peek() === null && this.other(hand).hold.kind !== "grab";
    hand.hold.kind = isFree ? "grab" : "spent";
    if (isFree) this.grabbing.hold(hand.hold.row, hand.hold.ray);
  }

  private holdRoom(hand: Hand): void {
    const other = this.other(hand);
    if (other.hold.kind !== "room") return;
    hand.hold.kind = "scale";
    other.hold.kind = "scale";
    this.twoHands.take(this.rig, this.hands[0].at, this.hands[1].at);
  }

  private other(hand: Hand): Hand {
    return hand === this.hands[0] ? this.hands[1] : this.hands[0];
  }
}
