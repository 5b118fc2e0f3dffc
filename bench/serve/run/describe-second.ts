import type { LiveSecond } from '@headroom/contract/live.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { startOffsetSeconds } from '@headroom/contract/trial-input.ts';
import type { Snapshot } from '../../collect/series.ts';
import { figuresAt } from '../../live/sample-figures.ts';
import { idealRps } from '../../live/watch-seconds.ts';
import type { Sample } from '../../runtime/trial-outcome.ts';

/** A second of a trial with a fixed number of users, from what its generator and the looks at it say. */
export function describeSecond(
  trial: Trial,
  snapshot: Snapshot,
  startedAt: number,
  samples: readonly Sample[],
  generatorCpus: number,
): LiveSecond {
  const users = usersAt(trial, snapshot.atSeconds - startedAt);
  return {
    atSeconds: snapshot.atSeconds,
    users,
    throughputRps: snapshot.answered,
    idealRps: trial.arrivalsPerSecond ?? idealRps(trial, users),
    p50Seconds: snapshot.medianLatencySeconds,
    p95Seconds: snapshot.p95LatencySeconds,
    p99Seconds: snapshot.p99LatencySeconds,
    failuresPerSecond: snapshot.failed,
    inFlight: null,
    bystanderP50Seconds: snapshot.bystanderMedianSeconds,
    ...figuresAt(samples, snapshot.atSeconds, generatorCpus),
  };
}

function usersAt({ start, vus, arrivalsPerSecond }: Trial, elapsedSeconds: number): number {
  if (arrivalsPerSecond !== null) return vus;
  const offsets = Array.from({ length: vus }, (_, user) => startOffsetSeconds(start, user, vus));
  return offsets.filter((offset) => offset <= elapsedSeconds).length;
}
