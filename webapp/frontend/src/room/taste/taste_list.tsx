/** The tracks that stand for the listener's taste, as a list: what glows in the picture. */
import { roomSays } from "../../messages/room/room";
import { TrackRow } from "../panels/track_row";
import { roomTaste } from "./taste_centres";

const SPANS = ["evening", "always"] as const;

export function TasteList() {
  const centres = roomTaste.value?.centres ?? [];
  return (
    <>
      {SPANS.map((span) => {
        const own = centres.filter((centre) => centre.span === span);
        if (own.length === 0) return null;
        return (
          <section key={span}>
            <h3>{roomSays.taste[span]}</h3>
            <ul class="room-rows">
              {own.map(({ row, track, why }) => (
                <TrackRow key={track.track_id} row={row} track={track} near={roomSays.taste.why(why)} />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}
