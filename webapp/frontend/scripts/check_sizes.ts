/** Fails the build when the player grows above its budget (gzip): what loads at first, and what opens later. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const assets = new URL("../../static/assets/", import.meta.url);
const names = readdirSync(assets);
const page = readFileSync(new URL("../../static/index.html", import.meta.url), "utf8");
const first = new Set<string>();

/** Scripts name what they cannot do without in import statements; what they ask for later is in import(). */
function follow(name: string): void {
  if (first.has(name) || !names.includes(name)) return;
  first.add(name);
  const text = readFileSync(new URL(name, assets), "utf8");
  for (const [, found] of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) if (found) follow(found);
}

for (const [, name] of page.matchAll(/assets\/([\w.-]+)/g)) if (name) follow(name);

function check(what: string, kind: string, budget_kb: number, counted: readonly string[]): void {
  const bytes = counted
    .filter((name) => name.endsWith(`.${kind}`))
    .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets)), { level: 9 }).length, 0);
  console.log(`${what} ${kind}: ${(bytes / 1000).toFixed(1)} kB gzip of ${budget_kb} kB`);
  if (bytes > 0 && bytes <= budget_kb * 1000) return;
  console.error(`${what} ${kind} must be between 0 and ${budget_kb} kB gzip`);
  process.exitCode = 1;
}

/** What is fetched with a script, now or later, but for the pieces named in `without`. */
function reach(name: string, without: RegExp, found: Set<string>): void {
  if (found.has(name) || without.test(name) || !names.includes(name)) return;
  found.add(name);
  const text = readFileSync(new URL(name, assets), "utf8");
  for (const [, each] of text.matchAll(/["'`](?:\.\/|assets\/)([\w.-]+\.(?:js|css))["'`]/g)) {
    if (each) reach(each, without, found);
  }
}

/** The room is large and stands alone: whoever never opens it never loads it; nor, without a headset, what is for that. */
const withoutRoom = new Set<string>();
for (const name of first) reach(name, /^room_page-/, withoutRoom);
const room = names.filter((name) => /\.(js|css)$/.test(name) && !withoutRoom.has(name) && !first.has(name));
const later = names.filter((name) => !first.has(name) && !room.includes(name));
const headset = room.filter((name) => /^vr_room-/.test(name));
check("first", "js", 100, [...first]);
check("first", "css", 20, [...first]);
check("later", "js", 300, later);
check("later", "css", 12, later);
check(
  "room",
  "js",
  220,
  room.filter((name) => !headset.includes(name)),
);
check("headset", "js", 20, headset);
check("room", "css", 6, room);
