/** Rules of smart playlists as they are edited: a tree, changed by the place of a node in it. */
import type { Definition, Group, Rule, SmartField } from "../api/schema";

export type Node = Rule | Group;
/** Numbers from 0, from the topmost group down. */
export type Path = readonly number[];

export const MAX_DEPTH = 5;

export const rulesOf = (group: Group): readonly Node[] => group.rules ?? [];
export const placeOf = (path: Path): string => path.map((at) => at + 1).join(".");

export const emptyGroup = (rules: readonly Node[] = []): Group => ({ kind: "group", match: "all", rules });

/** The tree with the group at a path changed. */
export function changeGroup(group: Group, path: Path, change: (group: Group) => Group): Group {
  const [first, ...rest] = path;
  if (first === undefined) return change(group);
  const inner = rulesOf(group)[first];
  if (inner?.kind !== "group") return group;
  return { ...group, rules: rulesOf(group).with(first, changeGroup(inner, rest, change)) };
}

/** The tree with the node at a path replaced; null takes it out, and an empty group that it leaves behind as well. */
export function replaceAt(root: Group, path: Path, node: Node | null): Group {
  const at = path.at(-1);
  if (at === undefined) return root;
  const above = path.slice(0, -1);
  const changed = changeGroup(root, above, (group) => ({
    ...group,
    rules: node ? rulesOf(group).with(at, node) : rulesOf(group).filter((_, each) => each !== at),
  }));
  const isLeftEmpty = !node && above.length > 0 && rulesAt(changed, above).length === 0;
  return isLeftEmpty ? replaceAt(changed, above, null) : changed;
}

export const addTo = (root: Group, path: Path, node: Node): Group =>
  changeGroup(root, path, (group) => ({ ...group, rules: [...rulesOf(group), node] }));

function rulesAt(root: Group, path: Path): readonly Node[] {
  let found = root;
  for (const at of path) {
    const inner = rulesOf(found)[at];
    if (inner?.kind === "group") found = inner;
  }
  return rulesOf(found);
}

/** A rule on a field as it begins: its first operator, and a value of its kind. */
export function ruleOn(field: SmartField, operator = field.operators[0]): Rule {
  const asked = operator ?? "is";
  return { kind: "rule", field: field.name, operator: asked, value: valueFor(field, asked) };
}

/** Another operator keeps the value where it can. */
export function withOperator(rule: Rule, field: SmartField, operator: Rule["operator"]): Rule {
  const next = { ...rule, operator };
  const fits = shapeOf(field, operator) === shapeOf(field, rule.operator);
  return fits ? next : { ...next, value: valueFor(field, operator) };
}

type Shape = "none" | "days" | "two" | "one";

export function shapeOf(field: SmartField, operator: Rule["operator"]): Shape {
  if (operator === "missing" || operator === "present") return "none";
  if (operator === "in_the_last" || operator === "not_in_the_last") return "days";
  return operator === "between" && field.field_kind !== "sound" ? "two" : "one";
}

function valueFor(field: SmartField, operator: Rule["operator"]): NonNullable<Rule["value"]> | null {
  const shape = shapeOf(field, operator);
  if (shape === "none") return null;
  if (shape === "days") return 30;
  const isNumber = field.field_kind === "number";
  if (shape === "two") return isNumber ? [0, 10] : ["", ""];
  if (field.field_kind === "flag") return true;
  if (field.field_kind === "sound") return ["", 0.3];
  if (field.field_kind === "choice") return field.choices[0] ?? "";
  return isNumber ? 0 : "";
}

/** Nobody needs to be told that a rule without a value is not finished. */
export function isFinished(group: Group): boolean {
  return rulesOf(group).every((node) => {
    if (node.kind === "group") return rulesOf(node).length > 0 && isFinished(node);
    const values = Array.isArray(node.value) ? node.value : [node.value];
    return values.every((value) => value !== "" && !Number.isNaN(value));
  });
}

export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export const emptyDefinition = (): Definition => ({
  rules: emptyGroup(),
  sort: [],
  limit: null,
  refresh: "always",
  time_zone: zoneHere(),
});
