// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import type { Quantity } from "../../src/room/map/records";
import { quantities } from "../../src/room/map/store";
import { axes, colourBy, missingQuantities, wantedAxes } from "../../src/room/state";
import { go } from "../../src/state/router";

const quantity = (name: string, is_available: boolean): Quantity =>
  ({ name, unit: "", origin: "measured", is_available, why: "" }) as Quantity;

afterEach(() => {
  quantities.value = [];
  go("/room");
});

describe("quantities in the address", () => {
  it("that are not there are told, and the room is shown without them", () => {
    quantities.value = [quantity("tempo", true), quantity("loudness", true), quantity("energy", false)];
    go("/room?axes=tempo,loudness,energy&colour=nonsense");
    expect(axes.value).toBeNull();
    expect(colourBy.value).toBe("genre");
    expect(missingQuantities.value).toEqual(["energy", "nonsense"]);
    go("/room?axes=tempo,loudness,tempo&colour=tempo");
    expect(axes.value).toEqual(["tempo", "loudness", "tempo"]);
    expect(colourBy.value).toBe("tempo");
    expect(missingQuantities.value).toEqual([]);
  });

  it("are asked for as they stand before one knows what is there", () => {
    go("/room?axes=tempo,loudness,energy");
    expect(wantedAxes.value).toEqual(["tempo", "loudness", "energy"]);
    expect(axes.value).toEqual(["tempo", "loudness", "energy"]);
    expect(missingQuantities.value).toEqual([]);
  });

  it("are no axes where one of three is left out", () => {
    go("/room?axes=tempo,loudness");
    expect(axes.value).toBeNull();
  });

  it("without a colour are coloured by genre, or by brightness where no track has a genre", () => {
    quantities.value = [quantity("genre", true), quantity("brightness", true)];
    expect(colourBy.value).toBe("genre");
    quantities.value = [quantity("genre", false), quantity("brightness", true)];
    expect(colourBy.value).toBe("brightness");
    expect(missingQuantities.value).toEqual([]);
  });
});
