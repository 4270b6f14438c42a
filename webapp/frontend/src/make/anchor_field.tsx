/** One thing of the library: searched for by name, then shown as a chip that gives way to the search again. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { GenreList, LibraryMoods, SearchAnswer } from "../api/records";
import { Icon } from "../components/icon";
import { artistOf, titleOf } from "../components/tracks/names";
import { TextField } from "../lab/parts/choice";
import { say } from "../messages";
import { make } from "../messages/make";
import { MOODS, moodNames } from "../messages/moods";
import { remember } from "../state/library/known_tracks";
import { useLoaded } from "../state/loading";
import { ANCHOR_KINDS, type Anchor, type AnchorKind, addressOfAnchor, anchorText } from "./anchors";

const TYPING_MS = 120;
const MAX_OF_A_KIND = 3;

interface Props {
  readonly label: string;
  readonly value: Anchor | null;
  readonly onChange: (value: Anchor | null) => void;
  /** What may not be chosen again. */
  readonly taken?: readonly (Anchor | null)[];
  /** Only these may be chosen; without it all. */
  readonly kinds?: readonly AnchorKind[];
}

export function AnchorField({ label, value, onChange, taken = [], kinds = ANCHOR_KINDS }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const change = (next: Anchor | null) => {
    onChange(next);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>("input, .anchor-chip")?.focus());
  };
  return (
    <div class="anchor" ref={box}>
      {value ? (
        <ChosenAnchor label={label} anchor={value} onRemove={() => change(null)} />
      ) : (
        <AnchorSearch label={label} taken={taken} kinds={kinds} onChoose={change} />
      )}
    </div>
  );
}

function ChosenAnchor({ label, anchor, onRemove }: { label: string; anchor: Anchor; onRemove: () => void }) {
  const name = useAnchorName(anchor);
  return (
    <div class="field">
      <span class="anchor-label" aria-hidden="true">
        {label}
      </span>
      <button type="button" class="chip chip-large anchor-chip" title={name} onClick={onRemove}>
        <span class="only-heard">{label}: </span>
        <span class="anchor-kind">{make.kinds[anchor.kind]}</span>
        <span class="name" dir="auto">
          {name}
        </span>
        <span class="only-heard">. {make.other}</span>
        <Icon name="close" />
      </button>
    </div>
  );
}

interface Named {
  readonly title?: string;
  readonly name?: string;
}

export function useAnchorName(anchor: Anchor): string {
  const { data, problem } = useLoaded<Named>(addressOfAnchor(anchor));
  if (anchor.kind === "mood") return MOODS.find((mood) => mood.toLowerCase() === anchor.id) ?? anchor.id;
  if (anchor.kind === "genre") return anchor.id;
  if (problem) return make.gone;
  return (data && (data.name || data.title || say.untitled)) || "…";
}

interface SearchProps {
  readonly label: string;
  readonly taken: readonly (Anchor | null)[];
  readonly kinds: readonly AnchorKind[];
  readonly onChoose: (anchor: Anchor) => void;
}

function AnchorSearch({ label, taken, kinds, onChoose }: SearchProps) {
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setWords(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useFound(words);
  const open = found?.filter(
    ({ anchor }) =>
      kinds.includes(anchor.kind) && !taken.some((each) => each && anchorText(each) === anchorText(anchor)),
  );
  return (
    <>
      <TextField label={label} value={text} onInput={setText} hint={words ? "" : make.search} isWide />
      {words && open && open.length > 0 && (
        <ul class="anchor-found" aria-label={make.found}>
          {open.map(({ anchor, name, below }) => (
            <li key={anchorText(anchor)}>
              <button type="button" class="anchor-add" onClick={() => onChoose(anchor)}>
                <span class="anchor-kind">{make.kinds[anchor.kind]}</span>
                <span class="name name-title" dir="auto" title={name}>
                  {name}
                </span>
                <span class="name name-quiet" dir="auto">
                  {below}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {words && open?.length === 0 && (
        <p class="field-hint" role="status">
          {make.nothing(words)}
        </p>
      )}
    </>
  );
}

interface Found {
  readonly anchor: Anchor;
  readonly name: string;
  readonly below: string;
}

/** What the words may mean, moods and genres first; null until the answer is here. */
function useFound(words: string): readonly Found[] | null {
  const address = words ? `/api/v1/search?q=${encodeURIComponent(words)}&limit=6` : null;
  const { data } = useLoaded<SearchAnswer>(address, true);
  const { data: genres } = useLoaded<GenreList>("/api/v1/genres");
  const { data: moods } = useLoaded<LibraryMoods>("/api/v1/lab/moods");
  if (!data) return null;
  remember(data.tracks);
  const isMeant = (name: string) => name.toLowerCase().includes(words.toLowerCase());
  const here = MOODS.filter((mood) => moods?.moods.some((each) => each.mood === mood && each.n_tracks > 0));
  return [
    ...here
      .filter((mood) => isMeant(moodNames[mood]))
      .map((mood) => ({ anchor: { kind: "mood", id: mood.toLowerCase() } as const, name: moodNames[mood], below: "" })),
    ...(genres?.items ?? [])
      .filter(({ name }) => isMeant(name))
      .slice(0, MAX_OF_A_KIND)
      .map(({ name, n_tracks }) => ({
        anchor: { kind: "genre", id: name } as const,
        name,
        below: say.tracks(n_tracks),
      })),
    ...data.tracks.map((track) => ({
      anchor: { kind: "track", id: track.track_id } as const,
      name: titleOf(track),
      below: artistOf(track),
    })),
    ...data.artists.slice(0, MAX_OF_A_KIND).map(({ artist_id, name, n_tracks }) => ({
      anchor: { kind: "artist", id: artist_id } as const,
      name,
      below: say.tracks(n_tracks),
    })),
    ...data.albums.slice(0, MAX_OF_A_KIND).map(({ album_id, title, artist }) => ({
      anchor: { kind: "album", id: album_id } as const,
      name: title,
      below: artist,
    })),
  ];
}
