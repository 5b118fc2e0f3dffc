import type { Comparison } from '@headroom/contract/comparison.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { serviceOf } from '@headroom/contract/routes.ts';
import { formatBytes } from '../report/quantities.ts';
import { engineInWords } from '../words/engine-in-words.ts';
import { tuningInWords } from '../words/tuning-in-words.ts';
import { type CommonCell, cellInWords } from './cells.ts';

type Difference = Comparison['differences'][number];

/** What a run is described by; `decides` marks what alone would move the figures of the same service. */
interface Trait<T> {
  readonly what: string;
  readonly decides: boolean | ((base: T, head: T) => boolean);
  readonly of: (from: T) => string;
}

const otherNumber =
  (of: (cpus: Manifest['cpus']) => readonly number[]) =>
  (base: Manifest, head: Manifest): boolean =>
    of(base.cpus).length !== of(head.cpus).length;

const traitsOfRun: readonly Trait<Manifest>[] = [
  { what: 'CPU model', decides: true, of: ({ machine }) => machine.cpuModel },
  { what: 'number of CPUs', decides: true, of: ({ machine }) => String(machine.cpus) },
  { what: 'architecture', decides: true, of: ({ machine }) => machine.architecture },
  { what: 'platform', decides: true, of: ({ machine }) => machine.platform },
  { what: 'runtime', decides: true, of: ({ runtime }) => runtime },
  {
    what: "the subject's CPUs",
    decides: otherNumber(({ subject }) => subject),
    of: ({ cpus }) => cpus.subject.join(', '),
  },
  {
    what: "k6's CPUs",
    decides: otherNumber(({ generator }) => generator),
    of: ({ cpus }) => cpus.generator.join(', '),
  },
  { what: 'memory', decides: false, of: ({ machine }) => formatBytes(machine.memoryBytes) },
  { what: 'kernel', decides: false, of: ({ machine }) => machine.release },
  { what: 'not controlled', decides: false, of: ({ notControlled }) => notControlled.join(' ') || 'nothing' },
  {
    what: 'engine',
    decides: false,
    of: ({ engine }) => (engine === null ? 'none known' : engineInWords(engine)),
  },
  { what: 'Node', decides: false, of: ({ versions }) => versions.node },
  { what: 'k6', decides: false, of: ({ versions }) => versions.k6 },
  { what: 'Headroom', decides: false, of: ({ versions }) => versions.headroom },
  { what: 'commit', decides: false, of: ({ gitCommit }) => gitCommit?.slice(0, 12) ?? 'unknown' },
  { what: 'seed', decides: false, of: ({ plan }) => String(plan.seed) },
];

const traitsOfTrial: readonly Trait<Trial>[] = [
  { what: 'duration', decides: true, of: ({ durationSeconds }) => `${durationSeconds} s` },
  { what: 'warm-up', decides: true, of: ({ warmupSeconds }) => `${warmupSeconds} s` },
  {
    what: 'think time',
    decides: true,
    of: ({ thinkTime }) => `${thinkTime.minSeconds} to ${thinkTime.maxSeconds} s`,
  },
  { what: 'connections', decides: true, of: ({ connections }) => `made ${connections} the load` },
  { what: 'start of the users', decides: true, of: ({ start }) => startInWords(start) },
  { what: 'bystanders', decides: true, of: ({ bystandersPerSecond }) => `${bystandersPerSecond} a second` },
  { what: 'what is asked', decides: true, of: ({ request }) => requestInWords(request) },
];

/** Of the settings of a service those that say how much work a request is decide; the others are its tuning. */
const settingsOfWork: readonly string[] = [
  'delaySeconds',
  'cpuIterations',
  'upstreamDelaySeconds',
  'databaseDelaySeconds',
];
/** It moves no figure, or is looked at in the trials. */
const settingsOfNoMatter: readonly string[] = ['readyTimeoutSeconds', 'endpoints'];

/** Which answer is right may have changed with the service, so it is left out. */
function requestInWords(request: Trial['request']): string {
  if (request === null) return 'the route';
  const { method, path, body, contentType } = request;
  return [`${method} ${path}`, ...(body === null ? [] : [`${contentType}: ${body}`])].join(', ');
}

function startInWords(start: Trial['start']): string {
  return start.kind === 'staggered'
    ? `staggered over ${start.overSeconds} s`
    : `${start.usersPerSecond} a second`;
}

/**
 * What differs between two runs beside the code that is compared, and what of it stands in the way of a comparison.
 * The protocol is looked at where it was used: in the cells of both.
 */
export function compareManifests(
  base: Manifest,
  head: Manifest,
  cells: readonly CommonCell[],
): { differences: Difference[]; obstacles: Difference[] } {
  const found = [
    ...ofRuns(base, head),
    ...ofShells(base, head),
    ...ofTrials(cells),
    ...ofSubjects(base, head, cells),
  ];
  return {
    differences: found.map(({ difference }) => difference),
    obstacles: found.filter(({ decides }) => decides).map(({ difference }) => difference),
  };
}

interface Found {
  readonly difference: Difference;
  readonly decides: boolean;
}

function differ<T>({ what, decides, of }: Trait<T>, base: T, head: T): Found[] {
  const difference = { what, base: of(base), head: of(head) };
  if (difference.base === difference.head) return [];
  return [{ difference, decides: typeof decides === 'function' ? decides(base, head) : decides }];
}

function ofRuns(base: Manifest, head: Manifest): Found[] {
  return traitsOfRun.flatMap((trait) => differ(trait, base, head));
}

/**
 * What came from the shell, without what a service's settings put in its place. Who means a variable to differ sets it
 * there, in one of the runs at least: then it is a change of the service. Of an older run nobody knows.
 */
function ofShells(base: Manifest, head: Manifest): Found[] {
  const [before, after] = [base.shellTuning, head.shellTuning];
  if (before === null || after === null) return [];
  const meant = new Set([base, head].flatMap(variablesOfSettings));
  return Object.keys({ ...before, ...after }).flatMap((name) =>
    differ(
      {
        what: `${name} of the shell`,
        decides: !meant.has(name),
        of: (set: typeof before) => tuningInWords(set, name),
      },
      before,
      after,
    ),
  );
}

const variablesOfSettings = ({ subjects: { own } }: Manifest): string[] =>
  Object.values(own).flatMap(({ environment }) => Object.keys(environment));

/** Once where all cells differ alike, else cell by cell. */
function ofTrials(cells: readonly CommonCell[]): Found[] {
  return traitsOfTrial.flatMap((trait) => {
    const found = cells.flatMap(({ name, base, head }) =>
      differ(trait, base.planned, head.planned).map((one) => ({ name, one })),
    );
    const kinds = new Set(found.map(({ one }) => JSON.stringify(one)));
    if (kinds.size <= 1) return found.slice(0, 1).map(({ one }) => one);
    return found.map(({ name, one }) => ({
      ...one,
      difference: { ...one.difference, what: `${trait.what} of ${cellInWords(name)}` },
    }));
  });
}

function settingsOf({ subjects }: Manifest, name: string): Record<string, unknown> {
  if (name === 'nest' || name === 'fastapi') return subjects[name];
  const own = subjects.own[name];
  // Nested settings are told apart by how they are written.
  return Object.fromEntries(Object.entries(own ?? {}).map(([key, value]) => [key, JSON.stringify(value)]));
}

function ofSubjects(base: Manifest, head: Manifest, cells: readonly CommonCell[]): Found[] {
  const names = [...new Set(cells.map(({ name }) => serviceOf(name.subject) ?? name.subject))];
  return names.flatMap((service) => {
    const [before, after] = [settingsOf(base, service), settingsOf(head, service)];
    return Object.keys({ ...before, ...after })
      .filter((setting) => !settingsOfNoMatter.includes(setting))
      .flatMap((setting) =>
        differ(
          {
            what: `${service}.${setting}`,
            decides: settingsOfWork.includes(setting),
            of: (settings: Record<string, unknown> | undefined) =>
              String(settings?.[setting] ?? 'its default'),
          },
          before,
          after,
        ),
      );
  });
}
