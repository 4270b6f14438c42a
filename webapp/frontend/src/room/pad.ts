/** Whether a gamepad is connected: the page says then what it does. */
import { signal } from "@preact/signals";

export const hasPad = signal(false);
