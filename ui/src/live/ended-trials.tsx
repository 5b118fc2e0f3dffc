import type { EndedTrial } from './state.ts';

/** What became of each trial so far. */
export function EndedTrials({ trials }: { readonly trials: readonly EndedTrial[] }) {
  if (trials.length === 0) return null;
  return (
    <details className="ended-trials" open={trials.length <= 12}>
      <summary>
        Trials that have ended <span className="quiet">({trials.length})</span>
      </summary>
      <ol>
        {trials.map(({ trialId, measured, words }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: trials are only ever added, and one may be tried again.
          <li key={`${trialId} ${i}`} className={measured ? undefined : 'bad'}>
            {!measured && <b>Not measured: </b>}
            {words}
          </li>
        ))}
      </ol>
    </details>
  );
}
