import { BenchError } from '@headroom/contract/errors.ts';
import { isLabSubject, serviceOf } from '@headroom/contract/routes.ts';
import type { CellPlan, SubjectSettings } from './bench-config.ts';
import { knownEndpoint, serves, servingSubjects } from './endpoint-names.ts';
import { known } from './known.ts';
import type { Level } from './levels.ts';
import { type ParsedOptions, subjectNames } from './options.ts';
import { type Preset, usualLevels } from './presets.ts';

/** What decides which cells a run has. */
export interface Wishes {
  /** What the user sets, without the preset's defaults. */
  readonly options: ParsedOptions;
  readonly settings: ParsedOptions;
  readonly preset: Preset;
  /** The levels of the open model; null is the closed one. */
  readonly rates: readonly Level[] | null;
  /** Services of the user's own. */
  readonly own: SubjectSettings['own'];
}

/**
 * The cells of a run: each subject is asked what it has of the endpoints that are named, else what the preset says
 * of the lab's subjects, and everything that there is of the user's own.
 * @throws BenchError BENCH_CONFIG_UNKNOWN_NAME or BENCH_CONFIG_INVALID
 */
export function cellsOf(wishes: Wishes): CellPlan[] {
  const { options, settings, preset, rates, own } = wishes;
  const names = [...subjectNames, ...Object.keys(own)];
  const subjects = (settings.subject ?? ['nest']).map((name) => known('subject', name, names));
  const cells = settings.cells ? listedCells(settings, subjects, own) : cellsOfEndpoints(subjects, wishes);
  const all = [
    ...cells,
    ...(settings.cells || options.endpoint || options.subject ? [] : furtherCells(preset, rates)),
  ];
  if (settings.base !== undefined) demandBuilds(all);
  return all;
}

/** Whether the user says which endpoints to measure. */
export const namesEndpoints = ({ endpoint, cells }: ParsedOptions): boolean =>
  endpoint !== undefined || cells !== undefined;

/** Endpoints times levels; the preset's endpoints and levels are those of the lab's subjects. */
function cellsOfEndpoints(subjects: readonly string[], wishes: Wishes): CellPlan[] {
  const { settings, preset, rates, own } = wishes;
  const named = settings.endpoint?.map((path) => knownEndpoint(path, subjects, own));
  if (named) demandServed(named, subjects, own);
  return subjects.flatMap((subject) => {
    const ofOwn = own[subject]?.endpoints.map(({ path }) => path);
    const usual = (endpoint: string) =>
      (ofOwn === undefined ? preset.levels[endpoint] : undefined) ?? usualLevels;
    return (named ?? ofOwn ?? Object.keys(preset.levels))
      .filter((endpoint) => serves(subject, endpoint, own))
      .flatMap((endpoint) =>
        (rates ?? (settings.vus ?? usual(endpoint)).map((vus): Level => ({ vus }))).map((level) => ({
          subject,
          endpoint,
          ...level,
        })),
      );
  });
}

function listedCells(
  { cells = [], endpoint, vus }: ParsedOptions,
  subjects: readonly string[],
  own: SubjectSettings['own'],
): CellPlan[] {
  if (endpoint || vus) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `cells is given together with ${endpoint ? 'endpoint' : 'vus'}: expected either the one or the other. Remove one of them.`,
    );
  }
  const listed = cells.map((cell) => ({ ...cell, endpoint: knownEndpoint(cell.endpoint, subjects, own) }));
  demandServed(
    listed.map((cell) => cell.endpoint),
    subjects,
    own,
  );
  return subjects.flatMap((subject) =>
    listed.filter((cell) => serves(subject, cell.endpoint, own)).map((cell) => ({ subject, ...cell })),
  );
}

/** Of several subjects each is asked what it has; to name an endpoint that none of them has is a mistake. */
function demandServed(
  paths: readonly string[],
  subjects: readonly string[],
  own: SubjectSettings['own'],
): void {
  const unserved = paths.find((path) => !subjects.some((subject) => serves(subject, path, own)));
  if (unserved === undefined) return;
  const having = servingSubjects(unserved, own);
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `endpoint ${unserved} is not served by ${subjects.join(', ')}: expected subject ${having.join(' or ')}. Add it with --subject.`,
  );
}

/** Of the others there is no build that another could be held against. */
function demandBuilds(cells: readonly CellPlan[]): void {
  const other = cells.find(({ subject }) => serviceOf(subject) !== 'nest');
  if (!other) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `base is given with the subject ${other.subject}: expected subjects of the NestJS service only, of which there are builds. ${
      isLabSubject(other.subject)
        ? 'Add --subject nest.'
        : 'Run each build of your own service by itself, and hold the runs against each other: headroom compare <base> <head>.'
    }`,
  );
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
