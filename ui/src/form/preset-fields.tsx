import type { Lab } from '@headroom/contract/live.ts';
import { inWords } from '../words/times.ts';
import type { Draft, FieldErrors } from './draft.ts';
import { labels } from './labels.ts';

interface Props {
  readonly lab: Lab;
  readonly draft: Draft;
  readonly errors: FieldErrors;
  readonly onChange: (draft: Draft) => void;
}

/** The choice of a preset. */
export function PresetFields({ lab, draft, errors, onChange }: Props) {
  return (
    <fieldset className="presets" aria-describedby={errors.preset && 'preset-error'}>
      <legend>{labels.preset}</legend>
      {lab.presets.map(({ name, trials, loadSeconds, words }) => (
        <label key={name}>
          <input
            type="radio"
            name="preset"
            checked={draft.preset === name}
            aria-invalid={errors.preset !== undefined}
            onChange={() => onChange({ ...draft, preset: name })}
          />
          <span>
            <b>{name}</b>{' '}
            <span className="quiet">
              {trials} {trials === 1 ? 'trial' : 'trials'}, {inWords(loadSeconds)} of load
            </span>
            <br />
            {words}
          </span>
        </label>
      ))}
      {errors.preset && (
        <p className="error" id="preset-error">
          {errors.preset}
        </p>
      )}
    </fieldset>
  );
}
