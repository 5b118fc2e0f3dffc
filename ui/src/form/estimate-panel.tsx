import { formatRate, formatSeconds } from '../words/quantities.ts';
import { inWords } from '../words/times.ts';
import type { Foresight } from './use-estimate.ts';

/** What is to be expected, before anything runs. */
export function EstimatePanel({ estimate, errors, problem }: Foresight) {
  if (problem !== null) return <p className="estimate error">{problem}</p>;
  if (estimate === null) {
    const isAsking = Object.keys(errors).length === 0;
    return (
      <p className="estimate quiet">
        {isAsking ? 'Working out what to expect …' : 'What to expect is told once the form is right.'}
      </p>
    );
  }
  const { totalSeconds, trials, ideal } = estimate;
  return (
    <div className="estimate">
      <dl className="figures">
        <div>
          <dt>takes about</dt>
          <dd>{inWords(totalSeconds)}</dd>
        </div>
        {trials !== 1 && (
          <div>
            <dt>trials</dt>
            <dd>{trials}</dd>
          </div>
        )}
        {ideal && (
          <>
            <div>
              <dt>ideal requests/s</dt>
              <dd>{formatRate(ideal.throughputRps)}</dd>
            </div>
            <div>
              <dt>ideal latency</dt>
              <dd>{formatSeconds(ideal.latencySeconds)}</dd>
            </div>
          </>
        )}
      </dl>
      <p className="hint">
        {estimate.words} {ideal?.words}
      </p>
    </div>
  );
}
