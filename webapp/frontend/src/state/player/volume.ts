/** Volume and mute, kept over a reload. */
import { effect, signal } from "@preact/signals";
import { save, saved } from "../saved";
import { setVolume } from "./deck";

export const volume = signal(saved("volume", 0.8));
export const isMuted = signal(saved("muted", false));

export function openVolume(): void {
  effect(() => {
    setVolume(volume.value, isMuted.value);
    save("volume", volume.value);
    save("muted", isMuted.value);
  });
}

export function changeVolume(by: number): void {
  isMuted.value = false;
  volume.value = Math.min(1, Math.max(0, Math.round((volume.peek() + by) * 20) / 20));
}
