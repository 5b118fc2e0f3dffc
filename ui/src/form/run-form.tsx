import type { Lab } from '@headroom/contract/live.ts';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LabApi } from '../api/lab-api.ts';
import { type Draft, errorsOf, type FieldErrors, readDraft } from './draft.ts';
import { EndpointFields } from './endpoint-fields.tsx';
import { EstimatePanel } from './estimate-panel.tsx';
import { inLabels, labels } from './labels.ts';
import { PresetFields } from './preset-fields.tsx';
import { useEstimate } from './use-estimate.ts';

interface Props {
  readonly lab: Lab;
  readonly api: LabApi;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Set while a run was asked for that has not begun. */
  readonly isWaitedFor: { current: boolean };
}

interface Refusal {
  readonly errors: FieldErrors;
  readonly problem: string | null;
}

const kinds = [
  ['live', 'One endpoint'],
  ['preset', 'A preset'],
] as const;

/** Asks for a run; whether it was started, the stream of events will tell. */
export function RunForm({ lab, api, draft, onChange, isWaitedFor }: Props) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const foresight = useEstimate(draft, lab.usersMost, api);
  const errors = refusal?.errors ?? foresight.errors;

  useEffect(() => {
    if (refusal === null) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal]);

  function change(next: Draft) {
    onChange(next);
    setRefusal(null);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isAsking) return;
    const read = readDraft(draft, lab.usersMost);
    if ('errors' in read) return setRefusal({ errors: read.errors, problem: null });
    setIsAsking(true);
    isWaitedFor.current = true;
    const answer = await api.start(read.start);
    setIsAsking(false);
    if (answer.ok) return setRefusal(null);
    isWaitedFor.current = false;
    const { fields, message } = answer.problem;
    setRefusal({ errors: errorsOf(fields), problem: inLabels(message) });
  }

  const shared = { lab, draft, errors, onChange: change };
  return (
    <form ref={form} className="run-form" noValidate onSubmit={submit} aria-label="New run">
      <fieldset className="kinds">
        <legend>{labels.kind}</legend>
        {kinds.map(([kind, name]) => (
          <label key={kind}>
            <input
              type="radio"
              name="kind"
              checked={draft.kind === kind}
              onChange={() => change({ ...draft, kind })}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {draft.kind === 'live' ? <EndpointFields {...shared} /> : <PresetFields {...shared} />}
      <div className="launch">
        <EstimatePanel {...foresight} />
        <div className="actions">
          <button type="submit" className="primary" aria-disabled={isAsking}>
            {isAsking ? 'Starting …' : 'Start'}
          </button>
          <p className="error" role="alert">
            {refusal?.problem}
          </p>
        </div>
      </div>
    </form>
  );
}
