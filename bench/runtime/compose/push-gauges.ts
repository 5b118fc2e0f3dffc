import type { Trial } from '@headroom/contract/records.ts';
import { routeOf, serviceOf } from '@headroom/contract/routes.ts';
import { request } from 'undici';
import { idealThroughput } from '../../model/ideal.ts';
import { levelInShort } from '../../words/in-words.ts';
import type { Clock, TrialFiles } from '../runtime.ts';

/** What only the runner knows of a trial, by the names that rules and dashboards read. */
interface Gauges {
  readonly headroom_users: number;
  readonly headroom_window_seconds: number;
  readonly headroom_ideal_throughput_rps: number | null;
  readonly headroom_generator_cpu_share: number | null;
}

const intervalSeconds = 1;
const patienceMilliseconds = 1000;
/** OpenTelemetry's flag for a point without a value; Prometheus takes it as the end of the series. */
const noRecordedValue = 1;

/** Labels of everything that is sent to Prometheus about a trial. */
export function trialLabels(trial: Trial, { runId }: TrialFiles) {
  const { subject, endpoint, strategy, repeat } = trial;
  return { run: runId, subject, endpoint, strategy, level: levelInShort(trial), repeat: String(repeat) };
}

/**
 * Sends the trial's gauges to Prometheus once a second until the signal aborts, then marks them as ended.
 * A Prometheus that does not answer is no reason to stop a measurement.
 * @param otlp the address of its OTLP receiver
 */
export async function pushGauges(
  otlp: string,
  trial: Trial,
  labels: Readonly<Record<string, string>>,
  generatorCpuShare: () => number | null,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const ideal = idealOf(trial);
  const places = {
    service: serviceOf(trial.subject) ?? trial.subject,
    route: routeOf(trial.subject, trial.request?.path ?? trial.endpoint, trial.strategy),
  };
  // By its further labels the rules find the subject's own metrics, which know nothing of trials.
  const labelsOf = (name: string) => (name === 'headroom_users' ? { ...labels, ...places } : labels);
  const gauges = (): Gauges => ({
    headroom_users: trial.vus,
    headroom_window_seconds: trial.durationSeconds,
    headroom_ideal_throughput_rps: ideal,
    headroom_generator_cpu_share: generatorCpuShare(),
  });
  while (!signal.aborted) {
    await send(otlp, bodyOf(gauges(), labelsOf, clock.now(), false));
    await clock.sleep(intervalSeconds, signal);
  }
  await send(otlp, bodyOf(gauges(), labelsOf, clock.now(), true));
}

function idealOf(trial: Trial): number | null {
  if (trial.arrivalsPerSecond !== null) return trial.arrivalsPerSecond;
  return trial.declaredServiceSeconds === null ? null : idealThroughput(trial, trial.declaredServiceSeconds);
}

async function send(otlp: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const answer = await request(otlp, { method: 'POST', headers, body, signal }).catch(() => null);
  await answer?.body.dump();
}

function bodyOf(
  gauges: Gauges,
  labelsOf: (name: string) => Readonly<Record<string, string>>,
  now: number,
  ended: boolean,
): string {
  const timeUnixNano = `${Math.round(now * 1000)}000000`;
  const metrics = Object.entries(gauges)
    .filter(([, value]) => value !== null)
    .map(([name, asDouble]) => {
      const attributes = Object.entries(labelsOf(name)).map(([key, stringValue]) => ({
        key,
        value: { stringValue },
      }));
      const point = ended ? { flags: noRecordedValue } : { asDouble };
      return { name, gauge: { dataPoints: [{ timeUnixNano, attributes, ...point }] } };
    });
  return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
}
