/** Which files were not written, and why. */
import type { Track } from "../api/records";
import { titleOf } from "../components/tracks/names";
import { editSays as say } from "../messages/edit";
import { type Saved, unwritten, written } from "./saving";

interface Props {
  readonly saved: Saved;
  readonly tracks: readonly Track[];
  readonly onClose: () => void;
}

export function Outcome({ saved, tracks, onClose }: Props) {
  const failures = unwritten(saved.files);
  const titles = new Map(tracks.map((track) => [track.track_id, titleOf(track)]));
  return (
    <div class="playlist-form">
      <p role="status">{say.outcome(written(saved.files).length, failures.length)}</p>
      <ul class="edit-failures">
        {failures.map(({ track_id, reason }) => (
          <li key={track_id} dir="auto">
            <strong>{titles.get(track_id) ?? track_id}</strong>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
      <div class="playlist-buttons">
        <button type="button" class="button button-main" onClick={onClose}>
          {say.close}
        </button>
      </div>
    </div>
  );
}
