import { useCallback, useMemo, useState } from 'react';
import type { LiveState } from '../live/state.ts';
import { clock } from '../words/times.ts';
import { charts } from './chart-spec.ts';
import { LastSeconds } from './last-seconds.tsx';
import { LiveChart } from './live-chart.tsx';
import { columnsOf, type Span, shownSeconds, spans } from './shown-seconds.ts';
import { summaryOf } from './summary.ts';

type Props = Pick<LiveState, 'seconds' | 'trial' | 'trialSince'> & { readonly startedAt: number };

/** All pictures of a run, and their latest figures as a table. */
export function ChartsSection({ seconds, trial, trialSince, startedAt }: Props) {
  const [span, setSpan] = useState<Span>('run');
  const [pointedAt, setPointedAt] = useState<number | null>(null);
  const onPoint = useCallback((place: number | null) => setPointedAt(place), []);
  const hasTrials = trial !== null && trial.of > 1;

  const drawn = useMemo(() => {
    const shown = shownSeconds(seconds, span, trialSince);
    return charts.map((spec) => ({
      spec,
      data: columnsOf(
        shown,
        startedAt,
        spec.lines.map(({ of }) => of),
      ),
      summary: summaryOf(spec, shown),
    }));
  }, [seconds, span, trialSince, startedAt]);

  const pointedAtSeconds = pointedAt === null ? null : (drawn[0]?.data[0][pointedAt] ?? null);
  return (
    <section className="charts-section" aria-labelledby="charts-heading">
      <div className="section-head">
        <h2 id="charts-heading">Second by second</h2>
        {pointedAtSeconds !== null && <p className="quiet at">Values at {clock(pointedAtSeconds)}</p>}
        <label className="span">
          Show{' '}
          <select value={span} onChange={({ target }) => setSpan(target.value as Span)}>
            {Object.entries(spans)
              .filter(([key]) => key !== 'trial' || hasTrials)
              .map(([key, name]) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      </div>
      <div className="charts" data-seconds={seconds.length}>
        {drawn.map(({ spec, data, summary }) => (
          <LiveChart
            key={spec.title}
            spec={spec}
            data={data}
            summary={summary}
            pointedAt={pointedAt}
            onPoint={onPoint}
          />
        ))}
      </div>
      <LastSeconds seconds={seconds} startedAt={startedAt} />
    </section>
  );
}
