/** What a rule's field is compared with, in the form that its kind asks for. */
import type { PlaylistPage, Rule, SmartField, SmartPage } from "../api/schema";
import { Select, TextField } from "../lab/parts/choice";
import { AnchorField } from "../make/anchor_field";
import { smart as say } from "../messages/smart";
import { shapeOf } from "../rules/smart";
import { useLoaded } from "../state/loading";

interface Props {
  readonly rule: Rule;
  readonly field: SmartField;
  readonly place: string;
  readonly onChange: (value: Rule["value"]) => void;
}

export function ValueField({ rule, field, place, onChange }: Props) {
  const shape = shapeOf(field, rule.operator);
  if (shape === "none") return null;
  if (shape === "days") {
    return <NumberField label={say.value(place, say.days)} value={rule.value} onChange={onChange} />;
  }
  if (shape === "two") return <Between rule={rule} field={field} place={place} onChange={onChange} />;
  if (field.field_kind === "flag") {
    const options = [
      ["yes", say.yes],
      ["no", say.no],
    ] as const;
    return (
      <Select
        label={say.value(place, "")}
        value={rule.value === true ? "yes" : "no"}
        options={options}
        onChange={(value) => onChange(value === "yes")}
      />
    );
  }
  if (field.field_kind === "choice") {
    const options = field.choices.map((choice) => [choice, choice] as const);
    return <Select label={say.value(place, "")} value={textOf(rule.value)} options={options} onChange={onChange} />;
  }
  if (field.field_kind === "sound") return <SoundField rule={rule} field={field} place={place} onChange={onChange} />;
  if (field.field_kind === "playlist") return <PlaylistField rule={rule} place={place} onChange={onChange} />;
  return <One label={say.value(place, field.unit)} field={field} value={rule.value} onChange={onChange} />;
}

interface OneProps {
  readonly label: string;
  readonly field: SmartField;
  readonly value: Rule["value"];
  readonly onChange: (value: string | number) => void;
}

function One({ label, field, value, onChange }: OneProps) {
  if (field.field_kind === "number") return <NumberField label={label} value={value} onChange={onChange} />;
  if (field.field_kind === "text") return <TextField label={label} value={textOf(value)} onInput={onChange} isWide />;
  return <TextField label={label} value={textOf(value)} kind="date" onInput={onChange} />;
}

function NumberField({ label, value, onChange }: Omit<OneProps, "field">) {
  const shown = typeof value === "number" && !Number.isNaN(value) ? String(value) : "";
  return (
    <TextField
      label={label}
      kind="number"
      step="any"
      value={shown}
      onInput={(text) => onChange(text.trim() === "" ? Number.NaN : Number(text))}
    />
  );
}

function Between({ rule, field, place, onChange }: Props) {
  const [from, to] = pairOf(rule.value);
  return (
    <>
      <One label={say.from(place)} field={field} value={from} onChange={(next) => onChange([next, to])} />
      <One label={say.to(place)} field={field} value={to} onChange={(next) => onChange([from, next])} />
    </>
  );
}

function SoundField({ rule, field, place, onChange }: Props) {
  const [id, distance] = pairOf(rule.value);
  const kind = field.name === "sounds_like_artist" ? "artist" : "track";
  return (
    <>
      <NumberField label={say.distance(place)} value={distance} onChange={(next) => onChange([id, next])} />
      <AnchorField
        label={say.like(place)}
        value={id ? { kind, id: String(id) } : null}
        kinds={[kind]}
        onChange={(anchor) => onChange([anchor?.id ?? "", distance])}
      />
    </>
  );
}

function PlaylistField({ rule, place, onChange }: Omit<Props, "field">) {
  const mine = useLoaded<PlaylistPage>("/api/v1/playlists?which=mine&limit=500").data?.items;
  const open = useLoaded<PlaylistPage>("/api/v1/playlists?which=public&limit=500").data?.items;
  const smart = useLoaded<SmartPage>("/api/v1/smart-playlists").data?.items;
  const names = new Map([...(mine ?? []), ...(open ?? []), ...(smart ?? [])].map((one) => [one.playlist_id, one.name]));
  const value = textOf(rule.value);
  const isHidden = value !== "" && mine && open && smart && !names.has(value);
  const options: (readonly [string, string])[] = [["", say.choosePlaylist], ...names];
  if (isHidden) options.push([value, say.hiddenPlaylist]);
  return <Select label={say.playlist(place)} value={value} options={options} onChange={onChange} />;
}

const textOf = (value: Rule["value"]): string => (typeof value === "string" ? value : "");

function pairOf(value: Rule["value"]): readonly [string | number, string | number] {
  return Array.isArray(value) ? [value[0] ?? "", value[1] ?? ""] : ["", ""];
}
