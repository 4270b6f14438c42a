import { describe, expect, it } from "vitest";
import { MAX_FIRST, nDrawn, orderRows, putFirst } from "../../src/room/drawing/draw_order";
import { DETAILS, type Detail, FULL, HEADSET, Pace, PHONE, SCREEN } from "../../src/room/drawing/pace";

/** Draw so many frames on a machine; returns the detail of each. */
function draw(pace: Pace, n: number, machine_ms: (detail: Detail) => number): readonly Detail[] {
  return Array.from({ length: n }, () => {
    pace.keep(machine_ms(pace.detail));
    return pace.detail;
  });
}

/** Frames come with the screen, 60 a second, and wait for what takes longer. */
const onScreen = (ms: number): number => Math.ceil(ms / 16.7) * 16.7;
const changes = (details: readonly Detail[]): number =>
  details.filter((detail, at) => at > 0 && detail !== details[at - 1]).length;
const quick = () => 16.7;

describe("the pace", () => {
  it("draws everything as long as frames come in time, and one late frame changes nothing", () => {
    const pace = new Pace();
    draw(pace, 100, quick);
    pace.keep(400);
    draw(pace, 100, quick);
    expect(pace.detail).toBe(FULL);
  });

  it("draws fewer pixels, then fewer nodes, until frames come in time, and stays there", () => {
    const pace = new Pace();
    const slow = ({ share, ratio }: Detail) => onScreen(2 + 6 * ratio + 60 * share);
    const details = draw(pace, 600, slow);
    expect(slow(pace.detail)).toBeLessThan(SCREEN.slow_ms);
    expect(pace.detail.share).toBe(1 / 8);
    // Once in a while it tries more, seldomer each time.
    const [early, late] = [draw(pace, 1_000, slow), draw(pace, 1_000, slow)];
    expect(changes(late)).toBeLessThanOrEqual(changes(early));
    expect(changes(late)).toBeLessThanOrEqual(4);
    expect(details[1]).toBe(FULL);
  });

  it("draws everything again when the machine has become quick", () => {
    const pace = new Pace();
    draw(pace, 60, ({ share }) => onScreen(100 * share));
    expect(pace.detail.share).toBeLessThan(1);
    draw(pace, 45 * DETAILS.length, quick);
    expect(pace.detail).toBe(FULL);
  });

  it("draws the least where even that comes late, as long as it helps", () => {
    const pace = new Pace();
    draw(pace, 100, ({ share }) => 300 + 6_000 * share);
    expect(pace.detail).toBe(DETAILS.at(-1));
    draw(pace, 200, ({ share }) => 300 + 6_000 * share);
    expect(pace.detail).toBe(DETAILS.at(-1));
  });

  it("gives nothing away for frames that are late for another reason", () => {
    const pace = new Pace();
    draw(pace, 400, () => 33.4);
    expect(pace.detail).toBe(FULL);
    expect(changes(draw(pace, 200, () => 33.4))).toBe(0);
  });

  it("lets a phone have 30 frames a second, and wants 72 in a headset", () => {
    const [phone, screen, headset] = [new Pace(PHONE), new Pace(SCREEN), new Pace(HEADSET)];
    const thirty = ({ share }: Detail) => (share === 1 ? 33.4 : 16.7);
    draw(phone, 60, thirty);
    expect(phone.detail).toBe(FULL);
    draw(screen, 60, thirty);
    expect(screen.detail.share).toBeLessThan(1);
    draw(headset, 60, ({ share }) => (share === 1 ? 22.2 : 13.9));
    expect(headset.detail.share).toBeLessThan(1);
  });

  it("tells the last frame and the slowest", () => {
    const pace = new Pace();
    for (const ms of [3, 9, 2]) pace.add(ms);
    expect([pace.nFrames, pace.last_ms, pace.slowest_ms]).toEqual([3, 2, 9]);
  });
});

describe("a share of the nodes", () => {
  it("is spread evenly over the rows, and all of them are each row once", () => {
    const order = orderRows(1_000).subarray(MAX_FIRST);
    expect([...order].sort((one, other) => one - other)).toEqual(Array.from({ length: 1_000 }, (_, row) => row));
    for (const share of [1 / 2, 1 / 4, 1 / 8, 1 / 16]) {
      const some = order.subarray(0, Math.ceil(1_000 * share));
      for (let from = 0; from < 1_000; from += 100) {
        const here = some.filter((row) => row >= from && row < from + 100).length;
        expect(Math.abs(here - 100 * share)).toBeLessThanOrEqual(2);
      }
    }
  });

  it("holds what is lit, whatever the share", () => {
    const order = orderRows(100_000);
    expect(putFirst(order, [77_777, 5])).toBe(2);
    expect([...order.subarray(MAX_FIRST - 2, MAX_FIRST)]).toEqual([77_777, 5]);
    expect(
      putFirst(
        order,
        Array.from({ length: 500 }, (_, row) => row),
      ),
    ).toBe(MAX_FIRST);
    expect(order[MAX_FIRST]).toBe(0);
  });

  it("is all of a small room", () => {
    expect(nDrawn(88, 1 / 16)).toBe(88);
    expect(nDrawn(1_000_000, 1 / 16)).toBe(62_500);
  });
});
