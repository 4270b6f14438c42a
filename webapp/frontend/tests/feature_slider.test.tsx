// @vitest-environment happy-dom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { FeatureField } from "../src/lab/popularity/feature_slider";
import type { FeatureRange } from "../src/lab/records";

const TEMPO = { name: "tempo", low: 0, high: 299, step: 1, default: 120, unit: "BPM", what: "" } as FeatureRange;
const PROPS = { range: TEMPO, start: 120, isOriginal: false, isOutside: false } as unknown as Parameters<
  typeof FeatureField
>[0];

test("what is being typed stays when an answer comes meanwhile", () => {
  const changed: number[] = [];
  const root = document.createElement("div");
  document.body.append(root);
  const draw = (value: number) =>
    act(() => render(<FeatureField {...PROPS} value={value} onChange={(to: number) => changed.push(to)} />, root));
  draw(300);
  const field = root.querySelector<HTMLInputElement>(".feature-exact");
  if (!field) throw new Error("no field");
  field.value = "120";
  act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
  draw(300);
  expect(field.value).toBe("120");
  act(() => void field.dispatchEvent(new Event("change", { bubbles: true })));
  expect(changed).toEqual([120]);
});
