/** From tracks to the editor of a smart playlist of what they share; nothing is kept before the listener makes it. */
import { ApiProblem, postJson } from "../../api/client";
import type { Track } from "../../api/records";
import type { InCommonAnswer } from "../../api/schema";
import { say } from "../../messages";
import { menuSays } from "../../messages/menus";
import { notify } from "../../state/notices";
import { sharedTraits } from "../../state/panels";
import { toSmart } from "../../state/paths";
import { go } from "../../state/router";

/** As many as the server takes. */
export const MAX_GIVEN = 500;

export async function makeOfWhatIsShared(tracks: readonly Track[]): Promise<void> {
  const ids = [...new Set(tracks.map((track) => track.track_id))].slice(0, MAX_GIVEN);
  if (ids.length < 2) return notify(menuSays.tooFew, "problem");
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  try {
    const answer = await postJson<InCommonAnswer>("/api/v1/smart-in-common", { track_ids: ids, time_zone });
    if (answer.message) return notify(answer.message);
    sharedTraits.value = answer;
    go(toSmart("new"));
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    notify(problem.isOffline ? say.states.offline : problem.message || say.states.problem, "problem");
  }
}
