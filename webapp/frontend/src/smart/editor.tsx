/** The editor of a smart playlist: name, rules, order, limit, and what they make of the library as it is now. */
import { useState } from "preact/hooks";
import type { Definition, NewSmart, SmartFields } from "../api/schema";
import { Problem, Skeleton } from "../components/states";
import { Fields, Select, TextField } from "../lab/parts/choice";
import { smart as say } from "../messages/smart";
import { emptyGroup, isFinished } from "../rules/smart";
import { useLoaded } from "../state/loading";
import { GroupEditor } from "./group_editor";
import { OrderEditor } from "./order_editor";
import { Preview } from "./preview";

interface Props {
  readonly of: NewSmart;
  readonly isNew: boolean;
  readonly onSave: (wanted: NewSmart) => Promise<void>;
  readonly onCancel: () => void;
}

export function Editor({ of, isNew, onSave, onCancel }: Props) {
  const { data, problem, again } = useLoaded<SmartFields>("/api/v1/smart-fields");
  const [wanted, setWanted] = useState(of);
  const [isSaving, setSaving] = useState(false);
  if (problem) return <Problem problem={problem} again={again} />;
  if (!data) return <Skeleton kind="row" count={4} />;
  const { definition } = wanted;
  const rules = definition.rules ?? emptyGroup();
  const define = (changes: Partial<Definition>) =>
    setWanted((before) => ({ ...before, definition: { ...before.definition, ...changes } }));
  const canSave = wanted.name.trim() !== "" && isFinished(rules) && !isSaving;
  const save = async () => {
    setSaving(true);
    await onSave({ ...wanted, name: wanted.name.trim() });
    setSaving(false);
  };
  return (
    <form
      class="smart-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (canSave) void save();
      }}
    >
      <Fields label={say.kind}>
        <TextField label={say.name} value={wanted.name} isWide onInput={(name) => setWanted({ ...wanted, name })} />
        <Select
          label={say.visibility}
          value={wanted.visibility ?? "private"}
          options={[
            ["private", say.visibilities.private],
            ["public", say.visibilities.public],
          ]}
          onChange={(who) => setWanted({ ...wanted, visibility: who === "public" ? "public" : "private" })}
        />
      </Fields>
      <GroupEditor
        root={rules}
        path={[]}
        group={rules}
        fields={data.items}
        onChange={(changed) => define({ rules: changed })}
      />
      <OrderEditor definition={definition} fields={data.items} onChange={define} />
      <div class="hero-actions">
        <button type="submit" class="button button-main" disabled={!canSave}>
          {isNew ? say.create : say.save}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say.cancel}
        </button>
      </div>
      <Preview definition={definition} />
    </form>
  );
}
