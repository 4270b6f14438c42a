import { describe, expect, it } from "vitest";
import type { Track } from "../src/api/records";
import { addressOf, soundOf } from "../src/rules/sounds";

const track = (playable: string) => ({ playable, audio_url: "/audio/a" }) as Track;

describe("sounds", () => {
  it("takes the file as it is where the browser plays it", () => {
    expect(soundOf(track("direct"), false)).toEqual({ url: "/audio/a", isStream: false });
    expect(addressOf(soundOf(track("direct"), false), 12)).toBe("/audio/a");
  });

  it("asks for the transcoded form from a position", () => {
    const form = soundOf(track("direct"), true);
    expect(form).toEqual(soundOf(track("transcode"), false));
    expect([addressOf(form, 0), addressOf(form, 12.3456)]).toEqual([
      "/audio/a?format=opus",
      "/audio/a?format=opus&start=12.35",
    ]);
  });
});
