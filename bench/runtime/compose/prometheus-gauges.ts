import type { Limits } from '../runtime.ts';
import type { TrialGauges, TrialObserver, TrialOfRun } from '../trial-gauges.ts';
import type { Look } from '../trial-outcome.ts';
import { constantGauges, gaugesBetween, idealGauge, trialGauge } from './gauges.ts';
import { type Point, send } from './otlp.ts';
import { subjectLabels, trialLabels } from './trial-labels.ts';

const unknown: Limits = { cpus: null, memoryBytes: null };
/** Prometheus' times are whole milliseconds. */
const nextInstant = 0.001;

/**
 * The gauges of trials in the lab's Prometheus.
 * @param otlp the address of its OTLP receiver
 * @param generatorCpus how many CPUs the generator may use
 * @param now Unix time
 */
export const prometheusGauges = (otlp: string, generatorCpus: number, now: () => number): TrialGauges => ({
  follow: (trial, idealRps) => follow(otlp, trial, idealRps, generatorCpus),
  settle: async (ideals) => {
    // Ended at once: these are to be found by who looks back for the last value, and to be seen at no time.
    const at = now();
    for (const ended of [false, true]) {
      await send(
        otlp,
        ideals.map(({ idealRps, ...trial }) => ({
          ...{ name: idealGauge, labels: trialLabels(trial) },
          ...(ended ? { atSeconds: at + nextInstant, value: null } : { atSeconds: at, value: idealRps }),
        })),
      );
    }
  },
});

/** Sends what each look shows, and marks every gauge as ended that it has ever sent. */
function follow(
  otlp: string,
  ofRun: TrialOfRun,
  idealRps: number | null,
  generatorCpus: number,
): TrialObserver {
  const labels = trialLabels(ofRun);
  const labelsOf = (name: string) =>
    name === trialGauge ? { ...labels, ...subjectLabels(ofRun.trial) } : labels;
  const sent = new Set<string>();
  let limits = unknown;
  let before: Look | null = null;
  // One after the other: Prometheus refuses a point that comes after a later one.
  let sending = Promise.resolve();
  const queue = (points: readonly Point[]) => {
    sending = sending.then(() => send(otlp, points));
  };
  return {
    ready: (subject) => {
      limits = subject.limits;
    },
    looked: (look) => {
      const gauges = {
        ...constantGauges(ofRun.trial, idealRps, limits),
        ...gaugesBetween(before, look, generatorCpus),
      };
      before = look;
      const known = Object.entries(gauges).filter(([, value]) => value !== null);
      for (const [name] of known) sent.add(name);
      const { atSeconds } = look;
      queue(known.map(([name, value]) => ({ name, labels: labelsOf(name), atSeconds, value })));
    },
    ended: async (atSeconds) => {
      queue([...sent].map((name) => ({ name, labels: labelsOf(name), atSeconds, value: null })));
      await sending;
    },
  };
}
