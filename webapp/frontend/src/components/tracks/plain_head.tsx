/** The names of the columns, where the order is given. */
import { say } from "../../messages";
import { ownSays } from "../../messages/own";

export function PlainHead() {
  const { title, album, genre, duration } = say.library.columns;
  const cells = [
    ["title", title],
    ["album", album],
    ["genre", genre],
    ["plays", ownSays.columns.plays],
    ["last", ownSays.columns.last_played],
    ["time", duration],
  ] as const;
  return (
    <div class="row row-head" role="row" aria-rowindex={1}>
      <div class="cell cell-number" role="columnheader">
        #
      </div>
      {cells.map(([kind, words]) => (
        <div key={kind} class={`cell cell-${kind}`} role="columnheader">
          {words}
        </div>
      ))}
      <div class="cell cell-like" role="columnheader">
        <span class="only-heard">{say.player.like}</span>
      </div>
    </div>
  );
}
