// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { LAB_PAGES } from "../src/lab/pages";
import { toAlbum, toGenre, toLab, toSearch } from "../src/state/paths";
import { go, goQuery, place, route, routeOf } from "../src/state/router";

describe("router", () => {
  it("knows every view by its address", () => {
    expect(routeOf("/")).toEqual({ name: "home", id: "" });
    expect(routeOf("/library")).toEqual({ name: "library", id: "tracks" });
    expect(routeOf("/library/albums")).toEqual({ name: "library", id: "albums" });
    for (const part of ["decades", "composers", "writers", "producers", "labels", "folders"]) {
      expect(routeOf(`/library/${part}`)).toEqual({ name: "library", id: part });
    }
    expect(routeOf("/library/liked")).toEqual({ name: "library", id: "liked" });
    expect(routeOf("/library/history")).toEqual({ name: "library", id: "history" });
    expect(routeOf("/settings/folders")).toEqual({ name: "settings", id: "folders" });
    expect(routeOf("/library/nothing").name).toBe("lost");
    expect(routeOf("/track/12")).toEqual({ name: "track", id: "12" });
    expect(routeOf("/settings")).toEqual({ name: "settings", id: "" });
    expect(routeOf("/quality")).toEqual({ name: "quality", id: "" });
    expect(routeOf("/somewhere").name).toBe("lost");
  });

  it("knows the pages of the lab, and that one of them has an address of its own", () => {
    expect(routeOf("/lab")).toEqual({ name: "lab", id: "" });
    expect(routeOf("/lab/charts")).toEqual({ name: "lab", id: "charts" });
    expect(routeOf("/predict")).toEqual({ name: "lab", id: "predict" });
    expect(routeOf("/lab/nothing").name).toBe("lost");
    for (const id of Object.keys(LAB_PAGES)) expect(routeOf(toLab(id))).toEqual({ name: "lab", id });
  });

  it("carries names of any script and with slashes", () => {
    for (const name of ["R&B / Soul", "موسيقى", "50%", "🎷"]) expect(routeOf(toGenre(name)).id).toBe(name);
    expect(routeOf(toAlbum("a/b"))).toEqual({ name: "album", id: "a/b" });
    expect(routeOf("/genre/50%")).toEqual({ name: "genre", id: "50%" });
  });

  it("keeps sort and filter in the address", () => {
    go("/library/tracks?sort=album");
    goQuery({ order: "desc" });
    expect(place.value.query.toString()).toBe("sort=album&order=desc");
    goQuery({ sort: null });
    expect([route.value.id, place.value.query.toString()]).toEqual(["tracks", "order=desc"]);
    expect(toSearch("a b")).toBe("/search?q=a%20b");
  });
});
