import type { Growth, RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import type { Request } from '@headroom/contract/request.ts';
import {
  bystanderPath,
  findEndpoint,
  type ServiceTime,
  type Strategy,
  serviceOf,
} from '@headroom/contract/routes.ts';
import type { UserStart } from '@headroom/contract/trial-input.ts';
import type { BenchConfig, CellPlan } from '../config/bench-config.ts';
import { drawSeed, seededRandom, shuffle } from '../random/seeded-random.ts';
import { trialIdOf } from './trial-id.ts';

/** A request may take as long as the whole trial, and longer than any of them must not end it early. */
const timeoutBeyondTrialSeconds = 10;

const usualBystandersPerSecond = 5;

export const requestTimeout = (warmupSeconds: number, durationSeconds: number): number =>
  warmupSeconds + durationSeconds + timeoutBeyondTrialSeconds;

/**
 * Those that wait or do nothing are the article's, which knows no bystanders; real work is to be seen from outside,
 * and so is that of the user's own, whatever it is called.
 */
const usualBystanders = ({ workload, request }: PlannedEndpoint): number =>
  request === null && (workload === 'sleep' || workload === 'noop') ? 0 : usualBystandersPerSecond;

/**
 * The list of trials of a run. Repeats are rounds: each round holds every cell once, shuffled by the seed,
 * so that a slow drift of the machine falls on all cells alike. An endpoint without the level 1 gets one
 * baseline trial, as short as 5 s, ahead of the rest, unless it is switched off.
 */
export function planTrials(config: BenchConfig): RunPlan {
  const random = seededRandom(config.protocol.seed);
  const rounds = Array.from({ length: config.protocol.repeats }, (_, i) => {
    const cells = config.protocol.order === 'listed' ? config.cells : shuffle(config.cells, random);
    return cells.map((cell) => trialOf(config, cell, i + 1, false));
  });
  const baselines = (config.baselines ? cellsWithoutBaseline(config.cells) : []).map((cell) =>
    trialOf(config, cell, 1, true),
  );
  const trials = [...baselines, ...rounds.flat()].map((trial) => ({
    ...trial,
    seed: drawSeed(random),
  }));
  return { preset: config.preset, seed: config.protocol.seed, trials, growth: growthOf(config) };
}

function growthOf({ protocol: { untilStable } }: BenchConfig): Growth {
  return untilStable === null ? { kind: 'none' } : { kind: 'until-stable', ...untilStable };
}

/** Users of the open model wait for requests to send, and do not think. */
const atOnce: UserStart = { kind: 'staggered', overSeconds: 0 };

function cellsWithoutBaseline(cells: readonly CellPlan[]): CellPlan[] {
  const isSame = (a: CellPlan) => (b: CellPlan) => a.subject === b.subject && a.endpoint === b.endpoint;
  return (
    cells
      .filter((cell, i) => cells.findIndex(isSame(cell)) === i)
      // What is served at once is not told from an open load.
      .filter(({ arrivalsPerSecond }) => arrivalsPerSecond === undefined)
      .filter((cell) => !cells.some((other) => isSame(cell)(other) && other.vus === 1))
      .map((cell) => ({ ...cell, vus: 1 }))
  );
}

/** A trial of a cell, in everything but its seed. */
export function trialOf(
  config: BenchConfig,
  cell: CellPlan,
  repeat: number,
  baseline: boolean,
): Omit<Trial, 'seed'> {
  const endpoint = endpointOf(config, cell);
  const { warmupSeconds, thinkTime, durationSeconds } = config.protocol;
  const { arrivalsPerSecond = null } = cell;
  const duration = baseline ? Math.min(durationSeconds, 5) : durationSeconds;
  const service = serviceTime(endpoint, config, cell);
  return {
    trialId: trialIdOf({ ...cell, arrivalsPerSecond, baseline }, repeat),
    ...cell,
    arrivalsPerSecond,
    workload: endpoint.workload,
    strategy: endpoint.strategy,
    request: endpoint.request,
    repeat,
    continues: null,
    connections: arrivalsPerSecond === null ? config.protocol.connections : 'during',
    afterLoad: false,
    baseline,
    warmupSeconds,
    durationSeconds: duration,
    thinkTime: arrivalsPerSecond === null ? thinkTime : { minSeconds: 0, maxSeconds: 0 },
    start: arrivalsPerSecond === null ? userStart(config, service.seconds) : atOnce,
    bystandersPerSecond:
      endpoint.bystanderPath === null
        ? 0
        : (config.protocol.bystandersPerSecond ?? usualBystanders(endpoint)),
    bystanderPath: endpoint.bystanderPath ?? bystanderPath,
    requestTimeoutSeconds: requestTimeout(warmupSeconds, duration),
    declaredServiceSeconds: service.declared ? service.seconds : null,
  };
}

function serviceTime({ service }: PlannedEndpoint, { subjects }: BenchConfig, { subject }: CellPlan) {
  if (service.kind === 'setting') {
    return { seconds: subjects[serviceOf(subject) ?? 'nest'].delaySeconds, declared: true };
  }
  return { seconds: service.seconds, declared: service.kind === 'fixed' };
}

function userStart({ protocol }: BenchConfig, serviceSeconds: number): UserStart {
  if (protocol.spawnRate !== null) return { kind: 'spawn-rate', usersPerSecond: protocol.spawnRate };
  const meanThinkSeconds = (protocol.thinkTime.minSeconds + protocol.thinkTime.maxSeconds) / 2;
  return { kind: 'staggered', overSeconds: serviceSeconds + meanThinkSeconds };
}

/** What a plan has to know of an endpoint, whosever it is. */
interface PlannedEndpoint {
  readonly workload: string;
  readonly strategy: Strategy;
  readonly service: ServiceTime;
  readonly request: Request | null;
  readonly bystanderPath: string | null;
}

function endpointOf({ subjects }: BenchConfig, { subject, endpoint: path }: CellPlan): PlannedEndpoint {
  const own = subjects.own[subject];
  const ofOwn = own?.endpoints.find((one) => one.path === path);
  if (own !== undefined && ofOwn !== undefined) {
    const { workload, strategy, request, serviceSeconds } = ofOwn;
    const service = { kind: 'guess', seconds: serviceSeconds } as const;
    return { workload, strategy, request, service, bystanderPath: own.bystanderPath };
  }
  const endpoint = findEndpoint(path);
  if (!endpoint) throw new Error(`the configuration let the unknown endpoint ${path} pass`);
  return { ...endpoint, request: null, bystanderPath };
}
