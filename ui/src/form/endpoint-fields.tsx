import type { Lab } from '@headroom/contract/live.ts';
import { type Draft, type FieldErrors, type NumberField, withSubject } from './draft.ts';
import { labels } from './labels.ts';
import { NumberInput } from './number-input.tsx';
import { usersRange } from './ranges.ts';
import { SelectInput } from './select-input.tsx';
import { nameOf } from './user-class.ts';

interface Props {
  readonly lab: Lab;
  readonly draft: Draft;
  readonly errors: FieldErrors;
  readonly onChange: (draft: Draft) => void;
}

/** What one endpoint is loaded with, in the words of the article and of Locust. */
export function EndpointFields({ lab, draft, errors, onChange }: Props) {
  const served = lab.subjects.find(({ name }) => name === draft.subject)?.endpoints ?? [];
  const named = served.filter(({ userClass }) => userClass !== null);
  const others = served.filter(({ userClass }) => userClass === null);
  const number = (field: NumberField) => ({
    label: labels[field],
    value: draft.numbers[field],
    error: errors[field],
    onChange: (value: string) => onChange({ ...draft, numbers: { ...draft.numbers, [field]: value } }),
  });
  const options = (endpoints: typeof served) =>
    endpoints.map((endpoint) => (
      <option key={endpoint.path} value={endpoint.path}>
        {nameOf(endpoint)}
      </option>
    ));

  return (
    <div className="fields">
      <SelectInput
        label={labels.endpoint}
        value={draft.endpoint}
        error={errors.endpoint}
        onChange={(endpoint) => onChange({ ...draft, endpoint })}
      >
        {named.length > 0 && <optgroup label="Users of the article">{options(named)}</optgroup>}
        {others.length > 0 && <optgroup label="Other endpoints">{options(others)}</optgroup>}
      </SelectInput>
      <SelectInput
        label={labels.subject}
        value={draft.subject}
        error={errors.subject}
        onChange={(subject) => onChange(withSubject(draft, subject, lab))}
      >
        {lab.subjects.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </SelectInput>
      <NumberInput
        unit="peak concurrency"
        hint={`At most ${usersRange(lab.usersMost).max}.`}
        {...number('users')}
      />
      <NumberInput
        unit="users per second"
        placeholder="staggered"
        hint="Empty: staggered over one cycle, so that users do not move in step."
        {...number('spawnRate')}
      />
      <NumberInput unit="s" {...number('thinkMinSeconds')} />
      <NumberInput unit="s" {...number('thinkMaxSeconds')} />
      <NumberInput unit="s" hint="Loaded, but not counted." {...number('warmupSeconds')} />
      <NumberInput unit="s" hint="Counted; then it ends by itself." {...number('durationSeconds')} />
      <NumberInput
        unit="requests per second"
        hint="To a route that does nothing: what the load does to everybody else."
        {...number('bystandersPerSecond')}
      />
    </div>
  );
}
