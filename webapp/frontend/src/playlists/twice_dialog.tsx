/** Says that tracks are in the playlist already, and asks what to do. */

import { Modal } from "../components/modal";
import { picking } from "../messages/playlists";
import type { Choice } from "./adding";

export interface Twice {
  readonly name: string;
  readonly n_twice: number;
  readonly n_all: number;
  readonly choose: (choice: Choice | null) => void;
}

export function TwiceDialog({ twice }: { twice: Twice }) {
  const { name, n_twice, n_all, choose } = twice;
  return (
    <Modal title={picking.twiceTitle(name)} onClose={() => choose(null)}>
      <p>{picking.twice(n_twice, n_all)}</p>
      <div class="playlist-buttons">
        <button type="button" class="button" onClick={() => choose(null)}>
          {picking.cancel}
        </button>
        {n_twice < n_all && (
          <button type="button" class="button" onClick={() => choose("skip")}>
            {picking.onlyNew}
          </button>
        )}
        <button type="button" class="button button-main" onClick={() => choose("add")}>
          {picking.anyway}
        </button>
      </div>
    </Modal>
  );
}
