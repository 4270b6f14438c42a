/** Upload a sound: what in the library sounds like it. */
import { useRef } from "preact/hooks";
import { Icon } from "../components/icon";
import { ShareBar } from "../components/share_bar";
import { Empty, Skeleton } from "../components/states";
import { AlikeList } from "../components/tracks/alike_list";
import { Facts, soundFacts } from "../components/tracks/sound_facts";
import { say } from "../messages";
import { cancelQuestion, listenTo, question } from "../state/sound_question";

export function ListenView() {
  const now = question.value;
  return (
    <div class="page">
      <header class="page-head">
        <h1 dir="auto">{now.at === "answered" ? say.listen.like(now.name) : say.listen.title}</h1>
        {now.at === "answered" && <ChooseFile words={say.listen.another} />}
      </header>
      {now.at === "rest" && <Invitation words="" />}
      {now.at === "failed" && <Invitation words={`${now.name}: ${now.words}`} />}
      {now.at === "sending" && (
        <div class="sending" role="status">
          <p dir="auto">{now.share < 1 ? say.listen.sending(now.name) : say.listen.listening(now.name)}</p>
          <ShareBar share={now.share} />
          <button type="button" class="button" onClick={cancelQuestion}>
            {say.listen.cancel}
          </button>
          {now.share >= 1 && <Skeleton kind="pick" count={5} />}
        </div>
      )}
      {now.at === "answered" && (
        <>
          <Facts facts={soundFacts(now.answer.sound)} />
          {now.answer.items.length > 0 ? (
            <AlikeList items={now.answer.items} source="upload" />
          ) : (
            <Empty icon="alike" title={say.track.none} hint={say.track.noneHint} command={say.track.noneCommand} />
          )}
        </>
      )}
    </div>
  );
}

function Invitation({ words }: { words: string }) {
  return (
    <div class="invitation">
      <span class="empty-mark">
        <Icon name="upload" />
      </span>
      {words && (
        <p class="invitation-problem" role="alert" dir="auto">
          {words}
        </p>
      )}
      <p class="empty-hint">{say.listen.hint}</p>
      <ChooseFile words={say.listen.choose} isMain />
    </div>
  );
}

function ChooseFile({ words, isMain = false }: { words: string; isMain?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={isMain ? "button button-main" : "button"} onClick={() => field.current?.click()}>
        {words}
      </button>
      <input
        ref={field}
        type="file"
        accept="audio/*"
        hidden
        aria-label={words}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) listenTo(file);
        }}
      />
    </>
  );
}
