/** Radio: while it is on, the slate holds only picks of one mood, or like one thing; the engine goes on choosing. */
import { computed, effect, signal } from "@preact/signals";
import { ApiProblem, getJson } from "../../api/client";
import type { MoodName, Slate, Track } from "../../api/records";
import { moodNames, moodSays, radioSays } from "../../messages/moods";
import { nextPick } from "../../rules/slates";
import { known } from "../library/known_tracks";
import { notify } from "../notices";
import { goesOnFromSlate } from "../player/coming";
import { playNow } from "../player/playback";
import { playing } from "../player/queue";
import { save, saved } from "../saved";
import { isPickRefused, slate, startOver, takeSlate } from "./slate";
import { takeSteering } from "./steering";

export type Radio =
  | { readonly mood: MoodName }
  /** What it is like, as the API writes it (`track:ID`), and what a listener calls that. */
  | { readonly like: string; readonly name: string };

/** Kept, because the slate is: after a reload its picks are still of this radio. */
export const radioOn = signal<Radio | null>(saved<Radio | null>("radio", null));
radioOn.subscribe((radio) => save("radio", radio));
export const moodOn = computed(() => (radioOn.value && "mood" in radioOn.value ? radioOn.value.mood : null));

/** The last slate without a wish, for when the radio stops. */
let usual: Slate | null = null;
let asked = 0;

/** Slates of the live line: with the radio on they say that the engine has learnt, so ask it again. */
export async function arrive(arriving: Slate): Promise<void> {
  usual = arriving;
  takeSteering(arriving);
  if (radioOn.peek()) await askAgain();
  else await takeSlate(arriving);
}

export const playMood = (mood: MoodName): Promise<void> => playRadio({ mood });

export async function playRadio(radio: Radio): Promise<void> {
  usual = radioOn.peek() ? usual : slate.peek();
  let found: Slate;
  try {
    found = await slateOf(radio);
  } catch (problem) {
    notify(problem instanceof ApiProblem && problem.detail ? problem.detail : moodSays.failed, "problem");
    return;
  }
  radioOn.value = radio;
  startOver();
  await takeSlate(found);
  const first = firstOf(found);
  if (!first) {
    stopRadio();
    notify(found.message || wordsOf(radio).nothing);
    return;
  }
  goesOnFromSlate.value = true;
  playNow([first], { source: "slate", slateId: found.slate_id });
  notify(wordsOf(radio).started);
}

export function stopRadio(): void {
  radioOn.value = null;
  startOver();
  if (usual) void takeSlate(usual);
}

function firstOf(found: Slate): Track | null {
  const pick = nextPick(found, isPickRefused, new Set());
  return (pick && known.peek().get(pick.track_id)) ?? null;
}

const slateOf = (radio: Radio): Promise<Slate> =>
  "mood" in radio
    ? getJson(`/api/v1/slate?mood=${radio.mood.toLowerCase()}`)
    : getJson(`/api/v1/lists/radio?like=${encodeURIComponent(radio.like)}`);

/** What is said of a radio. */
export function wordsOf(radio: Radio) {
  const says = "mood" in radio ? moodSays : radioSays;
  const name = "mood" in radio ? moodNames[radio.mood] : radio.name;
  return {
    name: says.radio(name),
    stop: says.stop(name),
    started: says.started(name),
    nothing: says.nothing(name),
  };
}

async function askAgain(): Promise<void> {
  const radio = radioOn.peek();
  if (!radio) return;
  asked += 1;
  const mine = asked;
  try {
    const next = await slateOf(radio);
    if (mine === asked && radioOn.peek() === radio) await takeSlate(next);
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    // Without the server the picks on show go on, and the next slate or track asks again.
    if (problem.isOffline || mine !== asked) return;
    stopRadio();
    notify(problem.detail || moodSays.failed, "problem");
  }
}

/** Each new track is a reason to ask again, also when the live line is away. */
export function openRadio(): void {
  let before = playing.peek()?.key;
  effect(() => {
    const now = playing.value?.key;
    if (now === before) return;
    before = now;
    if (radioOn.peek()) void askAgain();
  });
}
