/** Whether a headset can be entered from this browser, and whether one is inside. */
import { signal } from "@preact/signals";

export const isVrPossible = signal(false);
/** The session of the headset that shows the room. */
export const vrSession = signal<XRSession | null>(null);

/** Keep `isVrPossible` while headsets come and go; returns how to stop. */
export function followVrSupport(): () => void {
  const { xr } = navigator;
  if (!xr) return () => undefined;
  const ask = () => {
    xr.isSessionSupported("immersive-vr").then(
      (isSupported) => {
        isVrPossible.value = isSupported;
      },
      // Refused by the page's frame or the browser: the same to the listener as no headset.
      () => {
        isVrPossible.value = false;
      },
    );
  };
  ask();
  xr.addEventListener("devicechange", ask);
  return () => xr.removeEventListener("devicechange", ask);
}
