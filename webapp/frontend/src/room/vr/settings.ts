/** How one wears the room; kept from one visit to the next. */
import { signal } from "@preact/signals";
import { save, saved } from "../../state/saved";

export interface VrSettings {
  readonly isLeftHanded: boolean;
  readonly isSeated: boolean;
  /** Walks with the stick instead of going in steps; off, for it makes many ill. */
  readonly isSmooth: boolean;
}

export type VrSwitch = keyof VrSettings;

const FIRST: VrSettings = { isLeftHanded: false, isSeated: false, isSmooth: false };

export const vrSettings = signal<VrSettings>({ ...FIRST, ...saved<Partial<VrSettings>>("room-vr", {}) });

export function toggleVrSetting(name: VrSwitch): void {
  const now = vrSettings.peek();
  vrSettings.value = { ...now, [name]: !now[name] };
  save("room-vr", vrSettings.value);
}
