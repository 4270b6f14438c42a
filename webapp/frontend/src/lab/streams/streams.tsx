/** How often will I play this song? */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../components/icon";
import { Empty, Skeleton } from "../../components/states";
import { lab } from "../../messages/lab/lab";
import { streams } from "../../messages/lab/streams";
import { useLoaded } from "../../state/loading";
import { goQuery, place } from "../../state/router";
import { TextField } from "../parts/choice";
import { DataTable } from "../parts/data_table";
import { Interval } from "../parts/interval";
import { LabPage } from "../parts/lab_page";
import { LabProblem } from "../parts/lab_problem";
import { day, figure, percent, span, versionName } from "../parts/numbers";
import { SAMPLE_STREAMS } from "../parts/sample_songs";
import { playById } from "../popularity/library_songs";
import type { Match, StreamsAnswer, StreamsFacts } from "../records";
import { AskedList } from "./asked_list";
import { keepAnswer } from "./asked_songs";
import { TopSongs } from "./top_songs";

export default function StreamsPage() {
  const facts = useLoaded<StreamsFacts>("/api/v1/lab/streams");
  const query = place.value.query;
  const song = query.get("song") ?? "";
  const artist = query.get("artist") ?? "";
  const words = new URLSearchParams({ song, artist }).toString();
  const { data, problem, again } = useLoaded<StreamsAnswer>(song.trim() && facts.data ? `/prediction/?${words}` : null);
  useEffect(() => {
    if (data) keepAnswer(data);
  }, [data]);
  return (
    <LabPage page="streams" question={streams.question} topics={["streams"]}>
      {facts.problem != null && (
        <LabProblem
          problem={facts.problem}
          topic="streams"
          again={facts.again}
          sample={<Answer answer={SAMPLE_STREAMS} isSample />}
        />
      )}
      {!facts.data && facts.problem == null && <Skeleton kind="row" count={4} />}
      {facts.data && (
        <>
          <AskForm key={words} song={song} artist={artist} />
          <p class="lab-quiet">{learntFrom(facts.data)}</p>
          {!song && <Empty icon="lab" title={streams.start} hint={streams.startHint} />}
          {song && problem != null && <LabProblem problem={problem} topic="streams" again={again} />}
          {song && problem == null && !data && <Skeleton kind="row" count={4} />}
          {song && data && <Answer answer={data} />}
          <AskedList />
          <TopSongs facts={facts.data} />
        </>
      )}
    </LabPage>
  );
}

const learntFrom = (facts: StreamsFacts): string =>
  streams.learnt(figure(facts.n_plays, 0), figure(facts.n_songs, 0), day(facts.first_play), day(facts.last_play));

function AskForm({ song, artist }: { song: string; artist: string }) {
  const [title, setTitle] = useState(song);
  const [name, setName] = useState(artist);
  return (
    <form
      class="fields"
      aria-label={streams.ask}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        goQuery({ song: title.trim() || null, artist: name.trim() || null });
      }}
    >
      <TextField label={streams.song} value={title} onInput={setTitle} isWide />
      <TextField label={streams.artist} value={name} onInput={setName} isWide />
      <button type="submit" class="button button-main" disabled={!title.trim()}>
        {streams.submit}
      </button>
    </form>
  );
}

function Answer({ answer, isSample = false }: { answer: StreamsAnswer; isSample?: boolean }) {
  const { match, expected_plays, low, high, baseline, window_days } = answer;
  const { track_id } = match;
  const most = Math.max(high, baseline.expected_plays, 1) * 1.1;
  return (
    <section class="lab-answer answer-card" aria-label={streams.answer}>
      <header class="answer-head">
        {track_id && (
          <button
            type="button"
            class="card-play answer-play"
            aria-label={streams.play(match.title)}
            onClick={() => void playById(track_id)}
          >
            <Icon name="play" filled />
          </button>
        )}
        <div class="answer-names">
          <h2 dir="auto">{match.title}</h2>
          <p class="lab-quiet" dir="auto">
            {match.artist} · {matchWords(match)}
          </p>
        </div>
      </header>
      <p class="lab-words" role="status">
        {answer.in_words}
      </p>
      <p class="answer-number">
        {streams.expected(figure(expected_plays, 1), window_days)}
        <span class="lab-quiet">
          {" · "}
          {streams.interval(span(low, high, 0), percent(answer.level))} · {streams.chance(percent(answer.chance_any))}
        </span>
      </p>
      <Interval
        low={low}
        high={high}
        value={expected_plays}
        from={0}
        to={most}
        baseline={baseline.expected_plays}
        label={streams.intervalLabel(figure(expected_plays, 1), span(low, high, 0))}
      />
      <p class="lab-quiet">
        {answer.heard ? streams.heard : streams.unheard}{" "}
        {streams.baseline(baseline.model, figure(baseline.expected_plays, 1))}{" "}
        {lab.model(answer.model, versionName(answer.model_version))}
      </p>
      <Choices choices={answer.choices.filter((each) => each.title !== match.title || each.artist !== match.artist)} />
      {!isSample && (
        <DataTable
          title={streams.features}
          file={["streams", match.title, match.artist]}
          rows={answer.features}
          first={6}
          keyOf={(row) => row.name}
          columns={[
            {
              key: "name",
              name: streams.featureColumns.name,
              value: (row) => row.name,
              show: (row) => row.name.replaceAll("_", " "),
              isHead: true,
            },
            {
              key: "value",
              name: streams.featureColumns.value,
              value: (row) => row.value,
              show: (row) => (typeof row.value === "string" ? row.value : figure(row.value)),
              isNumber: true,
            },
            { key: "unit", name: streams.featureColumns.unit, value: (row) => row.unit },
          ]}
        />
      )}
    </section>
  );
}

const matchWords = ({ how, where }: Match): string =>
  streams.matched(streams.how[how] ?? how, streams.where[where] ?? where);

function Choices({ choices }: { choices: readonly Match[] }) {
  if (choices.length === 0) return null;
  return (
    <div class="choices">
      <h3>{streams.choices}</h3>
      <ul class="chips">
        {choices.map(({ title, artist }) => (
          <li key={`${title}\n${artist}`}>
            <button type="button" class="chip chip-large" dir="auto" onClick={() => goQuery({ song: title, artist })}>
              {streams.choose(title, artist)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
