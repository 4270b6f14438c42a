/** What the listener heard: lately, most, not for long, and never. */
import type { HeardTrackList } from "../api/records";
import { ListActions, lengthOf } from "../components/list_actions";
import { PartChips, partOf } from "../components/part_chips";
import { Empty, Problem, Skeleton } from "../components/states";
import { PlainHead } from "../components/tracks/plain_head";
import { TrackList } from "../components/tracks/track_list";
import { ownSays } from "../messages/own";
import { useLoaded } from "../state/loading";
import { OwnTracks } from "./own_tracks";
import { RecentPlays } from "./recent_plays";

const PARTS = ["recent", "most", "rediscover", "never"] as const;
const WINDOWS = ["month", "week", "quarter", "year", "all"] as const;
const SHOWN_WINDOWS = ["week", "month", "quarter", "year", "all"] as const;
const { history } = ownSays;

export default function HistoryView() {
  const part = partOf("show", PARTS);
  return (
    <>
      <PartChips label={ownSays.show} field="show" names={PARTS} now={part} words={history.parts} />
      {part === "recent" && <RecentPlays />}
      {part === "most" && <MostPlayed />}
      {part === "rediscover" && <Rediscover />}
      {part === "never" && (
        <OwnTracks
          address="/api/v1/history/tracks?only=never-played&sort=added&order=desc"
          label={history.parts.never}
          source="never-played"
          empty={<Empty icon="check" title={history.nothingNew} hint={history.nothingNewHint} />}
        />
      )}
    </>
  );
}

function MostPlayed() {
  const now = partOf("of", WINDOWS);
  return (
    <>
      <PartChips label={history.window} field="of" names={SHOWN_WINDOWS} now={now} words={history.windows} />
      <Whole
        address={`/api/v1/history/most-played?window=${now}&limit=100`}
        label={history.parts.most}
        source="most-played"
        empty={
          now === "all" ? (
            <Empty icon="info" title={history.none} hint={history.noneHint} />
          ) : (
            <Empty icon="info" title={history.noneThen} hint={history.noneThenHint} />
          )
        }
      />
    </>
  );
}

function Rediscover() {
  return (
    <>
      <p class="page-hint own-hint">{history.rediscoverHint}</p>
      <Whole
        address="/api/v1/history/rediscover"
        label={history.parts.rediscover}
        source="rediscover"
        empty={<Empty icon="info" title={history.noRediscoveries} hint={history.noRediscoveriesHint} />}
      />
    </>
  );
}

interface WholeProps {
  readonly address: string;
  readonly label: string;
  readonly source: string;
  readonly empty: preact.JSX.Element;
}

/** A list that is short enough to be all here. */
function Whole({ address, label, source, empty }: WholeProps) {
  const { data, problem, again } = useLoaded<HeardTrackList>(address);
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="row" count={10} />;
  if (data.items.length === 0) return empty;
  return (
    <div class={source === "most-played" ? "own-list by-plays" : "own-list"}>
      <ListActions
        name={label}
        source={source}
        whole={{ tracks: data.items }}
        n={data.items.length}
        duration_s={lengthOf(data.items)}
      />
      <TrackList tracks={data.items} label={label} source={source} head={<PlainHead />} goesOn hasPlays />
    </div>
  );
}
