import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { findEndpoint, parametersInWords, type Subject, serviceOf } from '@headroom/contract/routes.ts';
import { articleClaims } from '../claims/article-claims.ts';
import { usersThatMayWait } from '../model/open-loop.ts';
import type { BenchConfig, CellPlan, CommonSettings } from './bench-config.ts';
import { didYouMean } from './nearest.ts';
import type { OptionSource } from './option-source.ts';
import { endpointPaths, optionsSchema, type ParsedOptions, runtimeNames, subjectNames } from './options.ts';
import { type Preset, presets, usualLevels } from './presets.ts';
import { rejection } from './rejection.ts';
import { repositoryRoot } from './repository-root.ts';

/**
 * Merges the sources (later ones win, key by key) over the preset's defaults, checks every value, and
 * freezes the result. Precedence: flags, then headroom.config.ts, then the preset.
 * @throws BenchError with a BENCH_CONFIG code, naming the value, what was expected and what to do.
 */
export function loadConfig(sources: readonly OptionSource[]): BenchConfig {
  const options: ParsedOptions = Object.assign({}, ...sources.map(parse));

  const presetName = known('preset', options.preset ?? 'article', Object.keys(presets));
  const preset = presets[presetName];
  if (!preset) throw new BenchError('BENCH_CONFIG_UNKNOWN_NAME', `unknown preset ${presetName}`);
  const defaults = optionsSchema.parse(preset.defaults);
  const settings = { ...defaults, ...options };

  const subjects = (settings.subject ?? ['nest']).map((name) => known('subject', name, subjectNames));
  const { duration = 30, warmup = 3 } = settings;
  const rates = ratesOf(options, warmup + duration);
  const cells = settings.cells ? listedCells(settings) : levelsOfEndpoints(settings, preset.levels, rates);
  const endpointsNamed = settings.endpoint !== undefined || settings.cells !== undefined;
  if (endpointsNamed) demandServed(cells, subjects);

  const cellsOfSubjects = [
    ...subjects.flatMap((subject) =>
      cells.filter(({ endpoint }) => serves(subject, endpoint)).map((cell) => ({ subject, ...cell })),
    ),
    ...(settings.cells || options.endpoint || options.subject ? [] : furtherCells(preset, rates)),
  ];
  if (settings.base !== undefined) demandBuilds(cellsOfSubjects);

  return deepFreeze({
    preset: presetName,
    cells: cellsOfSubjects,
    baselines: settings.baselines ?? true,
    endpointsNamed,
    protocol: {
      warmupSeconds: warmup,
      durationSeconds: duration,
      // The article's locustfile: wait_time = between(0.1, 0.2).
      thinkTime: { minSeconds: settings.thinkTime?.min ?? 0.1, maxSeconds: settings.thinkTime?.max ?? 0.2 },
      spawnRate: settings.spawnRate ?? null,
      bystandersPerSecond: settings.bystanders ?? null,
      repeats: settings.repeats ?? 1,
      untilStable: untilStableOf(settings),
      seed: settings.seed ?? 1,
      order: settings.order ?? 'interleaved',
    },
    runtime: known('runtime', settings.runtime ?? 'auto', runtimeNames),
    out: settings.out ?? join(repositoryRoot, 'results'),
    keepUp: settings.keepUp ?? false,
    gateClaims: (settings.gateClaims ?? []).map((id) => known('claim', id, claimIds)),
    base: settings.base ?? null,
    gates: settings.gate ?? [],
    subjects: {
      nest: {
        ...commonSettings(settings.nest),
        poolSize: settings.nest?.poolSize ?? null,
        entry: settings.nest?.entry ?? null,
      },
      fastapi: commonSettings(settings.fastapi),
      own: {},
    },
    capacity: capacityOf(settings),
  });
}

/** The levels of the open model, where it is asked for. @throws BenchError BENCH_CONFIG_INVALID beside users */
function ratesOf({ rate, vus, cells }: ParsedOptions, loadSeconds: number): Level[] | null {
  if (rate === undefined) return null;
  if (vus || cells) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `rate is given together with ${vus ? 'vus' : 'cells'}: expected requests a second (the open model) or users, not both. Remove one of them.`,
    );
  }
  return rate.map((perSecond) => {
    // As fine as the generator is told.
    const arrivalsPerSecond = Math.round(perSecond * 1000) / 1000;
    return { arrivalsPerSecond, vus: usersThatMayWait(arrivalsPerSecond, loadSeconds) };
  });
}

/** @throws BenchError BENCH_CONFIG_INVALID for a limit of the other model */
function capacityOf({ slo, model = 'open', rateMax, usersMax }: ParsedOptions): BenchConfig['capacity'] {
  if (slo === undefined) return null;
  const foreign = model === 'open' ? usersMax && 'usersMax' : rateMax && 'rateMax';
  if (foreign) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `${foreign} is given in the ${model} model: expected ${model === 'open' ? 'rateMax, or the model closed' : 'usersMax, or the model open'}.`,
    );
  }
  return { slo, model, most: model === 'open' ? (rateMax ?? usualRateMax) : (usersMax ?? usualUsersMax) };
}

/** The article's delay and loop, where the user sets no others. */
function commonSettings(given: ParsedOptions['fastapi']): CommonSettings {
  return {
    delaySeconds: given?.delay ?? 1,
    cpuIterations: given?.cpuIterations ?? 100_000_000,
    upstreamDelaySeconds: given?.upstreamDelay ?? 0.05,
    databaseDelaySeconds: given?.databaseDelay ?? 0.1,
    databasePoolSize: given?.databasePoolSize ?? 10,
    queueWorkers: given?.queueWorkers ?? 1,
    workers: given?.workers ?? 1,
    readyTimeoutSeconds: given?.readyTimeout ?? 15,
  };
}

/** @throws BenchError BENCH_CONFIG_INVALID for a budget of nothing */
function untilStableOf({ untilStable, budget }: ParsedOptions): BenchConfig['protocol']['untilStable'] {
  if (untilStable === undefined || untilStable === false) {
    if (budget === undefined) return null;
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `budget is ${budget} s without untilStable: expected both, or neither. Add --until-stable.`,
    );
  }
  return {
    targetShare: untilStable === true ? usualTargetShare : untilStable,
    budgetSeconds: budget ?? usualBudgetSeconds,
  };
}

function serves(subject: Subject, path: string): boolean {
  return findEndpoint(path)?.subjects.includes(subject) ?? false;
}

/** Of several subjects each is asked what it has; to name an endpoint that none of them has is a mistake. */
function demandServed(cells: readonly EndpointLevel[], subjects: readonly Subject[]): void {
  const unserved = cells.find(({ endpoint }) => !subjects.some((subject) => serves(subject, endpoint)));
  if (!unserved) return;
  const having = subjectNames.filter((subject) => serves(subject, unserved.endpoint));
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `endpoint ${unserved.endpoint} is not served by ${subjects.join(', ')}: expected subject ${having.join(' or ')}. Add it with --subject.`,
  );
}

/** Of the others there is no build that another could be held against. */
function demandBuilds(cells: readonly CellPlan[]): void {
  const other = cells.find(({ subject }) => serviceOf(subject) !== 'nest');
  if (!other) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `base is given with the subject ${other.subject}: expected subjects of the NestJS service only, of which there are builds. Add --subject nest.`,
  );
}

function parse(source: OptionSource): ParsedOptions {
  const result = optionsSchema.safeParse(plain(source));
  if (!result.success) throw rejection(source, result.error);
  return Object.fromEntries(
    Object.entries(result.data).filter(([, value]) => value !== undefined),
  ) as ParsedOptions;
}

/** A copy of what a source gives, so that neither a getter nor a class of the user's comes any further. */
function plain({ origin, options }: OptionSource): unknown {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return options;
  try {
    if (Object.getPrototypeOf(options) !== Object.prototype) throw new Error('it is no plain object');
    return { ...options };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${origin} cannot be read (${reason}): expected a plain object of settings.`,
      { cause },
    );
  }
}

function known<T extends string>(what: string, name: string, names: readonly T[]): T {
  const found = names.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new BenchError(
    'BENCH_CONFIG_UNKNOWN_NAME',
    `unknown ${what} ${JSON.stringify(name)}: expected one of ${names.join(', ')}.${didYouMean(name, names)}`,
  );
}

/** A path, or a listed one with parameters that leave its answer as it is. */
function knownEndpoint(path: string): string {
  const found = findEndpoint(path);
  if (found !== undefined) return found.path;
  const parameters = path.includes('?') ? parametersInWords(path) : null;
  if (parameters === null) return known('endpoint', path, endpointPaths);
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `endpoint ${JSON.stringify(path)}: expected as parameters, each at most once, ${parameters}, as in ${path.split('?')[0]}?${parameters.split(' ')[0]}=1.`,
  );
}

const usualRateMax = 1000;
const usualUsersMax = 500;
const usualTargetShare = 0.05;
const usualBudgetSeconds = 1800;

const claimIds = articleClaims.map(({ id }) => id);

type EndpointLevel = Omit<CellPlan, 'subject'>;

type Level = Omit<EndpointLevel, 'endpoint'>;

function levelsOfEndpoints(
  settings: ParsedOptions,
  presetLevels: Preset['levels'],
  rates: readonly Level[] | null,
): EndpointLevel[] {
  const paths = settings.endpoint ?? Object.keys(presetLevels);
  const levelsOf = (endpoint: string): readonly Level[] =>
    rates ?? (settings.vus ?? presetLevels[endpoint] ?? usualLevels).map((vus) => ({ vus }));
  return paths
    .map(knownEndpoint)
    .flatMap((endpoint) => levelsOf(endpoint).map((level) => ({ endpoint, ...level })));
}

/** Cells of a preset beside those of its endpoints; in the open model at its levels. */
function furtherCells({ also = [] }: Preset, rates: readonly Level[] | null): readonly CellPlan[] {
  if (rates === null) return also;
  const isFirst = ({ subject, endpoint }: CellPlan, i: number) =>
    also.findIndex((other) => other.subject === subject && other.endpoint === endpoint) === i;
  return also
    .filter(isFirst)
    .flatMap(({ subject, endpoint }) => rates.map((level) => ({ subject, endpoint, ...level })));
}

function listedCells({ cells = [], endpoint, vus }: ParsedOptions): EndpointLevel[] {
  if (endpoint || vus) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `cells is given together with ${endpoint ? 'endpoint' : 'vus'}: expected either the one or the other. Remove one of them.`,
    );
  }
  return cells.map((cell) => ({ ...cell, endpoint: knownEndpoint(cell.endpoint) }));
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
