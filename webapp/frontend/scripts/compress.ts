/** Writes brotli and gzip beside each built file that gets smaller; the server sends what the browser takes. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const built = new URL("../../static/", import.meta.url);
const TEXT = /\.(css|html|js|json|map|svg|txt)$/;
const FROM_BYTES = 1_000;

for (const name of readdirSync(built, { recursive: true, encoding: "utf8" })) {
  if (!TEXT.test(name)) continue;
  const file = new URL(name, built);
  const text = readFileSync(file);
  if (text.length < FROM_BYTES) continue;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(new URL(`${name}.br`, built), brotliCompressSync(text, { params }));
  writeFileSync(new URL(`${name}.gz`, built), gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
}
