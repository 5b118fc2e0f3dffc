import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../../bench/collect/run-folder.ts';
import { cell, fakeRun, inTurn } from '../../../bench/compare/fixtures/runs.ts';
import type { StoredRun } from '../../../bench/compare/stored-run.ts';
import type { Fault, Kind } from '../fault.ts';
import type { Place } from '../place.ts';

const one = fakeRun('one', [cell()], 1);
const two = fakeRun('two', [cell()], 2);

function store({ out }: Place, ...runs: StoredRun[]): void {
  for (const { manifest, records } of runs) {
    const { path, manifest: file, journal } = filesOf(out, manifest.runId);
    mkdirSync(path, { recursive: true });
    writeFileSync(file, JSON.stringify(manifest));
    writeFileSync(journal, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  }
}

const changed = (run: StoredRun, change: object): StoredRun => ({
  ...run,
  manifest: { ...run.manifest, ...change },
});

type Row = readonly [
  fault: string,
  code: Fault['code'],
  runs: (place: Place) => readonly StoredRun[],
  words: readonly string[] | ((place: Place) => readonly string[]),
  says: string,
  given: string,
];

const rows = (exitCode: number, all: readonly Row[]): Fault[] =>
  all.map(([fault, code, runs, words, says, given]) => ({
    ...{ fault, code, exitCode, says, given },
    words: (place) => {
      store(place, ...runs(place));
      return ['compare', ...(typeof words === 'function' ? words(place) : words)];
    },
  }));

const other = { ...one.manifest.machine, cpuModel: 'Another CPU' };

export const comparisons: Kind = {
  title: 'Comparisons of runs',
  about: 'What cannot be told from two runs is said, and never taken for "no difference".',
  faults: [
    ...rows(2, [
      [
        'a run that was measured alone',
        'BENCH_COMPARE_NO_PAIR',
        () => [one],
        (place) => {
          pointLatest(place, 'one');
          return [];
        },
        'one was measured alone: expected two runs to compare, or one that was measured with --base. Name both: headroom compare <base> <head>.',
        'one',
      ],
      [
        'two runs of other endpoints',
        'BENCH_COMPARE_NO_COMMON_CELL',
        () => [one, fakeRun('two', [cell({ endpoint: '/cpu' })], 2)],
        ['one', 'two'],
        'base has nest /async at 10 users, head has nest /cpu at 10 users: expected a cell that both have. Measure the same endpoint at the same level in both.',
        '/cpu',
      ],
      [
        'two runs at other numbers of users',
        'BENCH_COMPARE_NO_COMMON_CELL',
        () => [one, fakeRun('two', [cell({ vus: 1 })], 2)],
        ['one', 'two'],
        'base has nest /async at 10 users, head has nest /async at 1 user: expected a cell that both have. Measure the same endpoint at the same level in both.',
        '1 user',
      ],
      [
        'two runs of other machines',
        'BENCH_COMPARE_DIFFERENT',
        () => [one, changed(two, { machine: other })],
        ['one', 'two'],
        'the runs differ in CPU model (Example CPU @ 2.50GHz and Another CPU): expected the same in both, or its effect would be taken for one of the service. Compare all the same with --force.',
        'Another CPU',
      ],
      [
        'two runs in other runtimes',
        'BENCH_COMPARE_DIFFERENT',
        () => [one, changed(two, { runtime: 'compose' })],
        ['one', 'two'],
        'the runs differ in runtime (native and compose): expected the same in both, …',
        'compose',
      ],
      [
        'a pair whose other half is gone',
        'BENCH_RESULTS_RUN_NOT_FOUND',
        () => [inTurn(one, two).base],
        (place) => {
          pointLatest(place, 'one');
          return [];
        },
        'there is no run "two" in {out}: …',
        'two',
      ],
      [
        'two comparisons on one terminal',
        'BENCH_USAGE_INVALID',
        () => [one, two],
        ['one', 'two', '--json', '-', '--markdown', '-'],
        '--markdown and --json are all "-": expected at most one on the terminal. Name files for the others.',
        '-',
      ],
      [
        'a gate of an unknown metric',
        'BENCH_CONFIG_INVALID',
        () => [one, two],
        ['one', 'two', '--gate', 'speed:-5%'],
        '--gate is "speed:-5%": expected a metric …',
        'speed:-5%',
      ],
      [
        'a gate without a number',
        'BENCH_CONFIG_INVALID',
        () => [one, two],
        ['one', 'two', '--gate', 'p99:+%'],
        '--gate is "p99:+%": expected a metric …',
        'p99:+%',
      ],
      [
        'the folder of a run that is not there',
        'BENCH_RESULTS_RUN_NOT_FOUND',
        () => [one, two],
        ['./no/such/run', 'two'],
        '… holds no run: expected a folder with a manifest.json, named by its run id or "latest".',
        'no/such/run',
      ],
    ]),
  ],
};

function pointLatest({ out }: Place, runId: string): void {
  symlinkSync(runId, join(out, 'latest'));
}
