import { describe, expect, it } from "vitest";
import type { EditableTrack } from "../src/api/schema";
import {
  changesOf,
  faultOf,
  isCorrected,
  sharedCover,
  sharedGenres,
  sharedText,
  withGenres,
} from "../src/rules/corrections";

const track = (changes: Partial<EditableTrack> = {}): EditableTrack => ({
  track_id: "1",
  title: "Food",
  artist: "Ann",
  album: "Life",
  album_artist: "",
  genres: ["Jazz"],
  track_number: 3,
  disc_number: null,
  year: 1999,
  cover_url: "/covers/1",
  corrected: [],
  ...changes,
});
const ONE = [track()];
const TWO = [track(), track({ track_id: "2", title: "Feed", genres: [], year: null, cover_url: "/covers/2" })];

describe("corrections", () => {
  it("shows what all tracks share, and nothing where they differ", () => {
    expect(sharedText(TWO, "artist")).toBe("Ann");
    expect(sharedText(TWO, "disc_number")).toBe("");
    expect(sharedText(TWO, "title")).toBeNull();
    expect(sharedText(TWO, "year")).toBeNull();
    expect(sharedGenres(TWO)).toBeNull();
    expect(sharedCover(TWO)).toBeNull();
    expect(sharedGenres(ONE)).toEqual(["Jazz"]);
  });

  it("asks for nothing where nothing was typed, or what is there", () => {
    expect(changesOf(TWO, {})).toEqual({});
    expect(changesOf(ONE, { title: " Food ", year: "1999", disc_number: "", genres: ["Jazz"] })).toEqual({});
  });

  it("leaves alone what differs and was emptied again", () => {
    expect(changesOf(TWO, { title: "", year: "" })).toEqual({});
    expect(faultOf(TWO, { title: "" })).toBeNull();
  });

  it("changes what was typed, empties what was emptied, and takes back what is to be", () => {
    expect(changesOf(ONE, { title: "Feed", album: "", track_number: "", year: "2001", artist: null })).toEqual({
      title: "Feed",
      album: "",
      track_number: 0,
      year: 2001,
      artist: null,
    });
    expect(changesOf(TWO, { title: "Same", genres: [], cover: "" })).toEqual({ title: "Same", genres: [], cover: "" });
    expect(changesOf(ONE, { genres: null, cover: null })).toEqual({ genres: null, cover: null });
    expect(changesOf(TWO, { genres: null })).toEqual({ genres: null });
  });

  it("says which field cannot be kept", () => {
    expect(faultOf(ONE, { title: " " })).toBe("title");
    expect(faultOf(ONE, { year: "99" })).toBe("year");
    expect(faultOf(ONE, { track_number: "one" })).toBe("track_number");
    expect(faultOf(ONE, { disc_number: "-1" })).toBe("disc_number");
    expect(faultOf(ONE, { title: null, year: "", track_number: "12" })).toBeNull();
  });

  it("takes several genres at once, each once", () => {
    expect(withGenres(["Jazz"], " Blues; Jazz ;; Soul ")).toEqual(["Jazz", "Blues", "Soul"]);
  });

  it("can take back what is corrected of any of the tracks", () => {
    expect(isCorrected([...TWO, track({ corrected: ["title"] })], "title")).toBe(true);
    expect(isCorrected(TWO, "title")).toBe(false);
  });
});
