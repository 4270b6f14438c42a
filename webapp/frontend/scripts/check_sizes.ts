/** Fails the build when the player grows above its budget (gzip, every script and style the page loads). */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const assets = new URL("../../static/assets/", import.meta.url);
const budgets_kb = { js: 100, css: 20 };
const page = readFileSync(new URL("../../static/index.html", import.meta.url), "utf8");
const entries = new Set([...page.matchAll(/assets\/([\w.-]+)/g)].map((match) => match[1]));
const loaded = new Set<string>();

function follow(name: string): void {
  if (loaded.has(name)) return;
  loaded.add(name);
  const text = readFileSync(new URL(name, assets), "utf8");
  for (const match of text.matchAll(/["'`/]([\w.-]+\.(?:js|css))["'`]/g)) {
    if (match[1] && readdirSync(assets).includes(match[1])) follow(match[1]);
  }
}

for (const name of entries) if (name && /\.(js|css)$/.test(name)) follow(name);

for (const [kind, budget] of Object.entries(budgets_kb)) {
  const bytes = [...loaded]
    .filter((name) => name.endsWith(`.${kind}`))
    .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets)), { level: 9 }).length, 0);
  console.log(`${kind}: ${(bytes / 1000).toFixed(1)} kB gzip of ${budget} kB`);
  if (bytes === 0 || bytes > budget * 1000) {
    console.error(`the player's ${kind} must be between 0 and ${budget} kB gzip`);
    process.exitCode = 1;
  }
}
