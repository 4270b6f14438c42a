/** The order of a smart playlist, where it ends, and when it is worked out again. */
import type { Definition, SmartField } from "../api/schema";
import { IconButton } from "../components/icon";
import { Fields, Select, TextField } from "../lab/parts/choice";
import { smart as say } from "../messages/smart";
import { FieldSelect } from "./group_editor";

const MAX_SORT_KEYS = 8;
const LIMITS = ["tracks", "minutes", "percent"] as const;
const REFRESHES = ["always", "daily", "weekly", "manually"] as const;

interface Props {
  readonly definition: Definition;
  readonly fields: readonly SmartField[];
  readonly onChange: (changes: Partial<Definition>) => void;
}

export function OrderEditor({ definition, fields, onChange }: Props) {
  const sort = definition.sort ?? [];
  const sortable = fields.filter((field) => field.can_sort);
  return (
    <Fields label={say.sort}>
      {sort.map((key, at) => (
        <div key={at} class="smart-sort">
          <FieldSelect
            label={say.sortBy(at + 1)}
            value={key.field}
            fields={sortable}
            first={[["random", say.random]]}
            onChange={(field) => onChange({ sort: sort.with(at, { ...key, field }) })}
          />
          {key.field !== "random" && (
            <Select
              label={say.direction(at + 1)}
              value={key.descending ? "down" : "up"}
              options={[
                ["up", say.ascending],
                ["down", say.descending],
              ]}
              onChange={(way) => onChange({ sort: sort.with(at, { ...key, descending: way === "down" }) })}
            />
          )}
          <IconButton
            icon="close"
            label={say.removeSort(at + 1)}
            onPress={() => onChange({ sort: sort.filter((_, each) => each !== at) })}
          />
        </div>
      ))}
      {sort.length < MAX_SORT_KEYS && (
        <button
          type="button"
          class="button"
          onClick={() => onChange({ sort: [...sort, { field: sort.length ? "title" : "random", descending: false }] })}
        >
          {sort.length ? say.addSort : say.sortBy(1)}
        </button>
      )}
      <LimitFields definition={definition} onChange={onChange} />
      <Select
        label={say.refresh}
        value={definition.refresh ?? "always"}
        options={REFRESHES.map((each) => [each, say.refreshes[each]] as const)}
        onChange={(name) => onChange({ refresh: REFRESHES.find((each) => each === name) ?? "always" })}
      />
    </Fields>
  );
}

function LimitFields({ definition, onChange }: Omit<Props, "fields">) {
  const limit = definition.limit ?? null;
  return (
    <>
      <Select
        label={say.limit}
        value={limit?.unit ?? "none"}
        options={[["none", say.limits.none], ...LIMITS.map((each) => [each, say.limits[each]] as const)]}
        onChange={(name) => {
          const unit = LIMITS.find((each) => each === name);
          onChange({ limit: unit ? { unit, amount: limit?.amount || 50 } : null });
        }}
      />
      {limit && (
        <TextField
          label={say.amount}
          kind="number"
          min={1}
          value={limit.amount ? String(limit.amount) : ""}
          onInput={(text) => onChange({ limit: { ...limit, amount: Number(text) } })}
        />
      )}
    </>
  );
}
