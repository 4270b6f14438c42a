/** Mood radio: while it is on, the slate holds only picks of one mood; the engine goes on choosing among them. */
import { effect, signal } from "@preact/signals";
import { ApiProblem, getJson } from "../api/client";
import type { MoodName, Slate, Track } from "../api/records";
import { moodSays } from "../messages/moods";
import { nextPick } from "../rules/slates";
import { known } from "./known_tracks";
import { notify } from "./notices";
import { goesOnFromSlate, playing, playNow } from "./playback";
import { save, saved } from "./saved";
import { slate, startOver, takeSlate } from "./slate";
import { disliked } from "./taste";

/** Kept, because the slate is: after a reload its picks are still of this mood. */
export const moodOn = signal<MoodName | null>(saved<MoodName | null>("mood", null));
moodOn.subscribe((mood) => save("mood", mood));

/** The last slate of all moods, for when the radio stops. */
let usual: Slate | null = null;
let asked = 0;

/** Slates of the live line: with the radio on they say that the engine has learnt, so ask it again for the mood. */
export async function arrive(arriving: Slate): Promise<void> {
  usual = arriving;
  if (moodOn.peek()) await askAgain();
  else await takeSlate(arriving);
}

export async function playMood(mood: MoodName): Promise<void> {
  usual = moodOn.peek() ? usual : slate.peek();
  let found: Slate;
  try {
    found = await moodSlate(mood);
  } catch (problem) {
    notify(problem instanceof ApiProblem && problem.detail ? problem.detail : moodSays.failed, "problem");
    return;
  }
  moodOn.value = mood;
  startOver();
  await takeSlate(found);
  const first = firstOf(found);
  if (!first) {
    stopMood();
    notify(moodSays.nothing(mood));
    return;
  }
  goesOnFromSlate.value = true;
  playNow([first], { source: "slate", slateId: found.slate_id });
  notify(moodSays.started(mood));
}

export function stopMood(): void {
  moodOn.value = null;
  startOver();
  if (usual) void takeSlate(usual);
}

function firstOf(found: Slate): Track | null {
  const pick = nextPick(found, disliked.peek(), new Set());
  return (pick && known.peek().get(pick.track_id)) ?? null;
}

const moodSlate = (mood: MoodName): Promise<Slate> => getJson(`/api/v1/slate?mood=${mood.toLowerCase()}`);

async function askAgain(): Promise<void> {
  const mood = moodOn.peek();
  if (!mood) return;
  asked += 1;
  const mine = asked;
  try {
    const next = await moodSlate(mood);
    if (mine === asked && moodOn.peek() === mood) await takeSlate(next);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    // Without the server the picks on show go on, and the next slate or track asks again.
    if (problem.isOffline || mine !== asked) return;
    stopMood();
    notify(problem.detail || moodSays.failed, "problem");
  }
}

/** Each new track is a reason to ask again, also when the live line is away. */
export function openMoodRadio(): void {
  let before = playing.peek()?.key;
  effect(() => {
    const now = playing.value?.key;
    if (now === before) return;
    before = now;
    if (moodOn.peek()) void askAgain();
  });
}
