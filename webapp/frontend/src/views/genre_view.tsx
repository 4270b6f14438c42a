/** The tracks of one genre. */
import { say } from "../messages";
import { toLibrary } from "../state/paths";
import { TracksTable } from "./tracks_table";

export function GenreView({ name }: { name: string }) {
  return (
    <div class="page page-full">
      <header class="page-head">
        <h1 dir="auto">{name}</h1>
        <a class="chip" href={toLibrary("genres")}>
          {say.home.all}
        </a>
      </header>
      <TracksTable genre={name} />
    </div>
  );
}
