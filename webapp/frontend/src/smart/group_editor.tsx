/** Rules and groups of rules, each named by its place as the server's answers name it. */
import { useId } from "preact/hooks";
import type { Group, Rule, SmartField } from "../api/schema";
import { Icon, IconButton } from "../components/icon";
import { Select } from "../lab/parts/choice";
import { smart as say } from "../messages/smart";
import {
  addTo,
  changeGroup,
  emptyGroup,
  MAX_DEPTH,
  type Path,
  placeOf,
  replaceAt,
  ruleOn,
  rulesOf,
  withOperator,
} from "../rules/smart";
import { ValueField } from "./value_field";

interface Props {
  readonly root: Group;
  readonly path: Path;
  readonly group: Group;
  readonly fields: readonly SmartField[];
  readonly onChange: (root: Group) => void;
}

export function GroupEditor({ root, path, group, fields, onChange }: Props) {
  const place = placeOf(path);
  const title = fields.find((field) => field.name === "title") ?? fields[0];
  if (!title) return null;
  return (
    <fieldset class="smart-group">
      <legend class="only-heard">{say.group(place)}</legend>
      <div class="smart-group-head">
        <Select
          label={say.match(place)}
          value={group.match ?? "all"}
          options={[
            ["all", say.matches.all],
            ["any", say.matches.any],
          ]}
          onChange={(match) =>
            onChange(changeGroup(root, path, (old) => ({ ...old, match: match === "any" ? "any" : "all" })))
          }
        />
        {path.length > 0 && (
          <IconButton
            icon="close"
            label={say.removeGroup(place)}
            onPress={() => onChange(replaceAt(root, path, null))}
          />
        )}
      </div>
      {rulesOf(group).length === 0 && <p class="field-hint">{say.noRules}</p>}
      <ol class="smart-rules">
        {rulesOf(group).map((node, at) => (
          <li key={at}>
            {node.kind === "group" ? (
              <GroupEditor root={root} path={[...path, at]} group={node} fields={fields} onChange={onChange} />
            ) : (
              <RuleRow
                rule={node}
                place={placeOf([...path, at])}
                fields={fields}
                onChange={(rule) => onChange(replaceAt(root, [...path, at], rule))}
              />
            )}
          </li>
        ))}
      </ol>
      <div class="smart-add">
        <button
          type="button"
          class="button"
          aria-label={say.addRuleTo(place)}
          onClick={() => onChange(addTo(root, path, ruleOn(title)))}
        >
          <Icon name="plus" />
          {say.addRule}
        </button>
        {path.length < MAX_DEPTH - 1 && (
          <button
            type="button"
            class="button"
            aria-label={say.addGroupTo(place)}
            onClick={() => onChange(addTo(root, path, { ...emptyGroup([ruleOn(title)]), match: "any" }))}
          >
            {say.addGroup}
          </button>
        )}
      </div>
    </fieldset>
  );
}

interface RowProps {
  readonly rule: Rule;
  readonly place: string;
  readonly fields: readonly SmartField[];
  readonly onChange: (rule: Rule | null) => void;
}

function RuleRow({ rule, place, fields, onChange }: RowProps) {
  const field = fields.find((each) => each.name === rule.field);
  return (
    <fieldset class="smart-rule">
      <legend class="only-heard">{say.rule(place)}</legend>
      <span class="smart-place" aria-hidden="true">
        {place}
      </span>
      <FieldSelect
        label={say.field(place)}
        value={rule.field}
        fields={fields}
        onChange={(name) => {
          const next = fields.find((each) => each.name === name);
          if (next) onChange(ruleOn(next));
        }}
      />
      {field && (
        <Select
          label={say.operator(place)}
          value={rule.operator}
          options={field.operators.map((each) => [each, say.operators[each]] as const)}
          onChange={(name) => {
            const operator = field.operators.find((each) => each === name);
            if (operator) onChange(withOperator(rule, field, operator));
          }}
        />
      )}
      {field && (
        <ValueField
          rule={rule}
          field={field}
          place={place}
          onChange={(value) => onChange({ ...rule, value: value ?? null })}
        />
      )}
      <IconButton icon="close" label={say.removeRule(place)} onPress={() => onChange(null)} />
    </fieldset>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly fields: readonly SmartField[];
  /** Options before the topics. */
  readonly first?: readonly (readonly [value: string, words: string])[];
  readonly onChange: (name: string) => void;
}

/** Eighty fields, by what they are about. */
export function FieldSelect({ label, value, fields, first = [], onChange }: FieldProps) {
  const id = useId();
  const topics = [...new Set(fields.map((field) => field.topic))];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {first.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
        {topics.map((topic) => (
          <optgroup key={topic} label={topic}>
            {fields
              .filter((field) => field.topic === topic)
              .map((field) => (
                <option key={field.name} value={field.name}>
                  {field.words}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}
