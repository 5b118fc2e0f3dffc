import type { LiveSecond } from '@headroom/contract/live.ts';
import { formatCount, formatRate, formatSeconds } from '../words/quantities.ts';

/** The figures of the latest second, large. */
export function LatestFigures({ second }: { readonly second: LiveSecond | undefined }) {
  const failures = second?.failuresPerSecond ?? null;
  const figures = [
    ['requests/s', formatRate(second?.throughputRps ?? null)],
    ['ideal', formatRate(second?.idealRps ?? null)],
    ['p50', formatSeconds(second?.p50Seconds ?? null)],
    ['p95', formatSeconds(second?.p95Seconds ?? null)],
    ['failures/s', formatRate(failures)],
    ['users', formatCount(second?.users ?? null)],
  ] as const;
  return (
    <dl className="latest" aria-label="The latest second">
      {figures.map(([name, value]) => (
        <div key={name} className={name === 'failures/s' && (failures ?? 0) > 0 ? 'bad' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
