/** The tracks of one genre. */
import { RadioButton } from "../components/radio_button";
import { say } from "../messages";
import { toLibrary } from "../state/paths";
import { TracksTable } from "./tracks_table";

export function GenreView({ name }: { name: string }) {
  return (
    <div class="page page-full">
      <header class="page-head">
        <h1 dir="auto">{name}</h1>
        <RadioButton anchor={{ kind: "genre", id: name }} name={name} />
        <a class="chip" href={toLibrary("genres")}>
          {say.home.all}
        </a>
      </header>
      <TracksTable genre={name} />
    </div>
  );
}
