/** UUIDv7 made in the browser: sorting by id is sorting by time, also within one millisecond. */

let lastMs = 0;
let sequence = 0;

export function newEventId(now_ms: number = Date.now()): string {
  if (now_ms > lastMs) {
    lastMs = now_ms;
    sequence = (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) & 0x7ff;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  const random = crypto.getRandomValues(new Uint8Array(8));
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const time = lastMs.toString(16).padStart(12, "0");
  const tail = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const order = sequence.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
