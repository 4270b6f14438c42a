/** Who made a track besides its artists, and its label: one fact a kind, each name leading to all of theirs. */
import type { ContributorAnswer } from "../../api/schema";
import { partSays } from "../../messages/parts";
import { toPart } from "../../state/paths";
import type { Fact } from "./sound_facts";

const KINDS = ["composer", "writer", "producer", "label"] as const;

export function contributorFacts(contributors: readonly ContributorAnswer[]): readonly Fact[] {
  return KINDS.flatMap((kind) => {
    const ofKind = contributors.filter((each) => each.kind === kind);
    if (ofKind.length === 0) return [];
    const links = ofKind.map(({ name, key }) => ({ name, href: toPart(kind, key) }));
    const words = partSays.madeBy[kind][ofKind.length > 1 ? 1 : 0];
    return [[words, ofKind.map(({ name }) => name).join(", "), links] as const];
  });
}
