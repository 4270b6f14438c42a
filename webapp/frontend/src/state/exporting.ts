/** Tracks as a file that the browser keeps. */
import { postForFile } from "../api/client";
import { type Whole, withFirst } from "./player/long_lists";

export const FORMATS = ["m3u8", "xspf", "jspf"] as const;
export type Format = (typeof FORMATS)[number];
/** As many as the server writes into one file. */
const MAX_TRACKS = 10_000;
const MAX_NAME = 200;

export const exportList = (whole: Whole, name: string, format: Format): Promise<void> =>
  withFirst(whole, MAX_TRACKS, async (tracks) => {
    const body = { name: name.slice(0, MAX_NAME), track_ids: tracks.map((track) => track.track_id) };
    const file = await postForFile(`/api/v1/track-files?format=${format}`, body);
    keep(file, `${body.name}.${format}`);
  });

function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
