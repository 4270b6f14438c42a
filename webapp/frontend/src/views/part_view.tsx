/** The tracks of one decade, composer, writer, producer, label or folder. */
import type { FacetAnswer } from "../api/schema";
import { Problem, Skeleton } from "../components/states";
import { say } from "../messages";
import { partSays } from "../messages/parts";
import { useLoaded } from "../state/loading";
import { partOf, toLibrary } from "../state/paths";
import { route } from "../state/router";
import { useName } from "../state/title";
import { TracksTable } from "./tracks_table";

export default function PartView() {
  const { id } = route.value;
  const [kind, key] = partOf(id);
  const {
    data: part,
    problem,
    again,
  } = useLoaded<FacetAnswer>(`/api/v1/parts/${encodeURIComponent(kind)}/${encodeURIComponent(key)}`);
  const name = part && (part.name || partSays.topFolder);
  useName(name);
  if (problem) return <Problem problem={problem} again={again} isPage />;
  if (name === null) return <Skeleton kind="row" count={14} />;
  return (
    <div class="page page-full">
      <header class="page-head">
        <h1 dir="auto">{name}</h1>
        <a class="chip" href={toLibrary(`${kind}s`)}>
          {say.home.all}
        </a>
      </header>
      <TracksTable part={id} name={name} />
    </div>
  );
}
