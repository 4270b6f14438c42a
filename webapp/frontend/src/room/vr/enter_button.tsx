/** The way into the headset; not there where none is. */
import { useEffect, useState } from "preact/hooks";
import { vrSays } from "../../messages/room/headset";
import { notify } from "../../state/notices";
import type { OpenRoom } from "../scene/open_room";
import { followVrSupport, isVrPossible, vrSession } from "./support";

/** `local-floor`: the floor of the room is the floor under one's feet. */
const FEATURES: XRSessionInit = {
  requiredFeatures: ["local-floor"],
  optionalFeatures: ["hand-tracking", "layers"],
};

export function EnterVr({ open }: { open: OpenRoom | null }) {
  const [isEntering, setEntering] = useState(false);
  useEffect(followVrSupport, []);
  if (!isVrPossible.value || !open) return null;
  const session = vrSession.value;
  const press = () => {
    if (session) return void session.end();
    setEntering(true);
    enter(open)
      .catch(() => notify(vrSays.refused, "problem"))
      .finally(() => setEntering(false));
  };
  return (
    <button type="button" class="button room-enter-vr" disabled={isEntering} onClick={press}>
      {session ? vrSays.leave : vrSays.enter}
    </button>
  );
}

/** The session is asked for at once: a browser grants it only to a hand that has just pressed. */
async function enter(open: OpenRoom): Promise<void> {
  const session = await navigator.xr?.requestSession("immersive-vr", FEATURES);
  if (!session) return;
  try {
    await open.enterVr(session);
  } catch (problem) {
    await session.end().catch(() => undefined);
    throw problem;
  }
}
