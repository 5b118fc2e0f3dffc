import {
  failureKinds,
  type GeneratorSummary,
  type LatencySample,
  quantilePercents,
} from '@headroom/contract/generator-summary.ts';
import { arrivalsDue, startOffsetSeconds, type TrialInput } from '@headroom/contract/trial-input.ts';
import { seededRandom } from '../../random/seeded-random.ts';

/** A request of a simulated trial, in seconds from the start of the load. */
export interface FakeRequest {
  readonly from: number;
  readonly to: number;
}

/** How a simulated server takes its requests: all at once, or one after the other. */
export type FakeServer = { readonly serviceSeconds: number; readonly blocking: boolean };

/** Every request that is sent before the end of a trial, in order of time. */
export function simulateLoad(input: TrialInput, server: FakeServer): FakeRequest[] {
  return input.arrivalsPerSecond === null
    ? simulateUsers(input, server)
    : simulateArrivals(input, input.arrivalsPerSecond, server);
}

/** Requests at even intervals; those for which nobody is free are dropped. */
function simulateArrivals(input: TrialInput, arrivalsPerSecond: number, server: FakeServer): FakeRequest[] {
  const due = arrivalsDue(arrivalsPerSecond, input.warmupSeconds + input.durationSeconds);
  const requests: FakeRequest[] = [];
  let serverFreeAt = 0;
  for (let i = 0; i < due; i++) {
    const from = i / arrivalsPerSecond;
    if (requests.filter(({ to }) => to > from).length >= input.vus) continue;
    const to = (server.blocking ? Math.max(from, serverFreeAt) : from) + server.serviceSeconds;
    serverFreeAt = to;
    requests.push({ from, to });
  }
  return requests;
}

/** The requests of users who wait for their answers, by simulating each of them in order of time. */
function simulateUsers(input: TrialInput, server: FakeServer): FakeRequest[] {
  const random = seededRandom(input.seed);
  const end = input.warmupSeconds + input.durationSeconds;
  const ready = Array.from({ length: input.vus }, (_, user) =>
    startOffsetSeconds(input.start, user, input.vus),
  );
  const requests: FakeRequest[] = [];
  let serverFreeAt = 0;
  for (;;) {
    const from = Math.min(...ready);
    if (from >= end) return requests;
    const begun = server.blocking ? Math.max(from, serverFreeAt) : from;
    const to = begun + server.serviceSeconds;
    serverFreeAt = to;
    requests.push({ from, to });
    const { minSeconds, maxSeconds } = input.thinkTime;
    ready[ready.indexOf(from)] = to + minSeconds + random() * (maxSeconds - minSeconds);
  }
}

/** What a generator would have written of these requests. */
export function summaryOf(
  input: TrialInput,
  requests: readonly FakeRequest[],
  startedAt: number,
): GeneratorSummary {
  const end = input.warmupSeconds + input.durationSeconds;
  const answered = requests.filter(({ to }) => to < end);
  const inside = answered.filter(({ to }) => to >= input.warmupSeconds);
  return {
    trialId: input.trialId,
    startedAt,
    within: sampleOf(inside.filter(({ from }) => from >= input.warmupSeconds)),
    straddling: sampleOf(inside.filter(({ from }) => from < input.warmupSeconds)),
    failures: Object.fromEntries(failureKinds.map((kind) => [kind, 0])) as GeneratorSummary['failures'],
    idleUsersAtCutoff: input.vus - (requests.length - answered.length),
    droppedIterations: droppedOf(input, requests),
    accepted: null,
    bystander: null,
    transport: null,
  };
}

function droppedOf(
  { arrivalsPerSecond, warmupSeconds, durationSeconds }: TrialInput,
  sent: readonly unknown[],
) {
  if (arrivalsPerSecond === null) return 0;
  return arrivalsDue(arrivalsPerSecond, warmupSeconds + durationSeconds) - sent.length;
}

function sampleOf(requests: readonly FakeRequest[]): LatencySample {
  if (requests.length === 0) return { state: 'empty' };
  const sorted = requests.map(({ from, to }) => to - from).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] as number;
  return {
    state: 'some',
    count: sorted.length,
    mean: sorted.reduce((sum, latency) => sum + latency, 0) / sorted.length,
    min: at(0),
    max: at(1),
    quantiles: quantilePercents.map((percent) => at(percent / 100)),
  };
}

/** The per-second record of these requests, in the form of k6's dashboard output. */
export function seriesOf(input: TrialInput, requests: readonly FakeRequest[], startedAt: number): string {
  const seconds = Math.ceil(input.warmupSeconds + input.durationSeconds);
  const snapshots = Array.from({ length: seconds }, (_, second) => {
    const answered = requests.filter(({ to }) => to >= second && to < second + 1).length;
    return { event: 'snapshot', data: [[answered, answered], [(startedAt + second + 1) * 1000]] };
  });
  const head = [
    { event: 'param', data: { aggregates: { trend: ['avg', 'max', 'med', 'min'] } } },
    { event: 'metric', data: { time: {}, http_reqs: {} } },
  ];
  return [...head, ...snapshots].map((line) => `${JSON.stringify(line)}\n`).join('');
}
