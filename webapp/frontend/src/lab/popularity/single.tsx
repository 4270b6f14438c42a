/** The album page: which song should be the single? */
import { Icon } from "../../components/icon";
import { Empty, Skeleton } from "../../components/states";
import { single } from "../../messages/lab/song";
import { useLoaded } from "../../state/loading";
import { goQuery, place } from "../../state/router";
import { type Column, DataTable } from "../parts/data_table";
import { Interval } from "../parts/interval";
import { LabPage } from "../parts/lab_page";
import { LabProblem } from "../parts/lab_problem";
import { figure, percent, span } from "../parts/numbers";
import { usePosted } from "../parts/posted";
import { SAMPLE_COMPARISON } from "../parts/sample_songs";
import { BandsBySong, ExpectedBySong } from "../plots/compare_charts";
import type { ComparedSong, Comparison, PopularityForms } from "../records";
import { ArtistFields, type ArtistForm } from "../releases/artist_fields";
import { songsAsked } from "./album";
import { BeatsTable } from "./beats_table";
import { PopularityQuality } from "./popularity_quality";
import { SongChooser } from "./song_chooser";
import { SongSound } from "./song_sound";
import { readWhatIf, whatIfQuery } from "./what_if_rules";

export default function SinglePage() {
  const forms = useLoaded<PopularityForms>("/api/v1/lab/popularity");
  return (
    <LabPage page="single" question={single.question} topics={["popularity", "descriptors"]}>
      {forms.problem != null && (
        <LabProblem
          problem={forms.problem}
          topic="popularity"
          again={forms.again}
          sample={<Compared answer={SAMPLE_COMPARISON} isSample />}
        />
      )}
      {!forms.data && forms.problem == null && <Skeleton kind="row" count={4} />}
      {forms.data && <Album forms={forms.data} />}
      {forms.data && <PopularityQuality forms={forms.data} />}
    </LabPage>
  );
}

function Album({ forms }: { forms: PopularityForms }) {
  const form = readWhatIf(place.value.query, []);
  const songs = songsAsked.value ?? [];
  const body = {
    songs,
    genre: form.genre || null,
    artist: form.artistCase === "known" ? form.artist.trim() || null : null,
    artist_popularity: form.artistCase === "given" ? form.popularity : null,
  };
  const { data, problem, again, isAsking } = usePosted<Comparison>(
    "/api/v1/lab/popularity/compare",
    songs.length > 0 ? body : null,
  );
  const change = (changes: Partial<ArtistForm>) => {
    const next = { ...form, ...changes };
    const query = whatIfQuery(next, []);
    // An empty name still says which of the three cases is meant.
    goQuery(query);
    if (next.artistCase === "known" && !next.artist) goQuery({ artist: " " });
  };
  return (
    <>
      <SongChooser />
      <ArtistFields form={form} genres={forms.genres} onChange={change} />
      {songs.length === 0 && <Empty icon="lab" title={single.empty} hint={single.emptyHint} />}
      {problem != null && <LabProblem problem={problem} topic="popularity" again={again} />}
      {songs.length > 0 && problem == null && !data && <Skeleton kind="row" count={6} />}
      {data && songs.length > 0 && <Compared answer={data} isOld={isAsking} />}
      <p class="lab-prose">{forms.audio_note}</p>
    </>
  );
}

const COLUMNS: readonly Column<ComparedSong>[] = [
  { key: "rank", name: single.columns.rank, value: (row) => row.rank, isNumber: true },
  { key: "song", name: single.columns.song, value: (row) => row.name, isHead: true },
  {
    key: "expected",
    name: single.columns.expected,
    value: (row) => row.expected,
    show: (row) => figure(row.expected, 1),
    isNumber: true,
  },
  { key: "low", name: single.columns.range, value: (row) => row.low, show: (row) => <Range of={row} /> },
  { key: "high", name: single.columns.high, value: (row) => row.high, isOnlyInFiles: true },
];

interface ComparedProps {
  readonly answer: Comparison;
  readonly isOld?: boolean;
  /** Nothing was listened to: there is no sound to show. */
  readonly isSample?: boolean;
}

function Range({ of }: { of: ComparedSong }) {
  const label = span(of.low, of.high, 0);
  return <Interval low={of.low} high={of.high} value={of.expected} from={0} to={100} label={label} />;
}

function Compared({ answer, isOld = false, isSample = false }: ComparedProps) {
  const { items, beats, notes } = answer;
  const [first, second] = items;
  const wins = beats[0]?.[1];
  return (
    <section class={isOld ? "lab-answer is-old" : "lab-answer"} aria-label={single.answer} aria-busy={isOld}>
      {first && (
        <p class="lab-words" dir="auto">
          {single.best(first.name, figure(first.expected, 0))}{" "}
          {second &&
            wins !== undefined &&
            (wins < 0.55 ? single.nearTie : single.beatsBest(second.name, percent(wins)))}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} class="lab-note" dir="auto">
          <Icon name="info" />
          <span>{note}</span>
        </p>
      ))}
      <DataTable
        title={single.ranking}
        file={["single", "ranking"]}
        rows={items}
        columns={COLUMNS}
        keyOf={(row, at) => `${row.name} ${at}`}
        json={answer}
      />
      <div class="pair">
        <BandsBySong items={items} />
        <ExpectedBySong items={items} />
      </div>
      {items.length > 1 && <BeatsTable items={items} beats={beats} />}
      {!isSample && <SongSound items={items} base={answer.base} />}
    </section>
  );
}
