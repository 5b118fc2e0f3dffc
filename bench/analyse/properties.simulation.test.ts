import type { Manifest } from '@headroom/contract/manifest.ts';
import { trialRecordSchema } from '@headroom/contract/records.ts';
import { type Cell, type Report, reportSchema } from '@headroom/contract/report.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeClaims } from '../claims/judge-claims.ts';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { casesOf } from '../fixtures/thoroughness.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { type Rendered, render } from '../report/render.ts';
import { analyse } from './analyse.ts';
import type { Analysis } from './analysis.ts';
import {
  type ArbitraryRun,
  arbitraryMeasured,
  arbitraryRun,
  arbitrarySteady,
} from './fixtures/arbitrary-records.ts';
import { arbitraryTrials } from './fixtures/arbitrary-trials.ts';
import { recordOf, trialOf } from './fixtures/records.ts';
import { scaleTime } from './fixtures/scale-time.ts';

const subjects = loadConfig([]).subjects;
const manifestOf = ({ planned }: ArbitraryRun, name = 'article'): Manifest => ({
  schemaVersion: 1,
  runId: '20260101-000000-article',
  createdAt: 1_767_225_600,
  runtime: 'native',
  notControlled: [name],
  cpus: { subject: [1], generator: [0] },
  machine: {
    platform: 'linux',
    release: '6.1',
    architecture: 'x64',
    cpuModel: name,
    cpus: 2,
    memoryBytes: 1,
  },
  engine: null,
  shellTuning: {},
  versions: { headroom: '0.1.0', node: 'v24.0.0', k6: 'v2.2.0' },
  gitCommit: null,
  grafanaUrl: null,
  findings: [],
  subjects,
  plan: { preset: name, seed: 1, trials: [...planned], growth: { kind: 'none' } },
  pair: null,
  leftOut: [{ cells: [name], reason: name }],
});

const analysed = ({ records, planned }: ArbitraryRun) => analyse(records, planned, 1);
const rendered = (run: ArbitraryRun, name?: string): Rendered => {
  const analysis = analysed(run);
  return render(analysis, judgeClaims(analysis.cells, { subjectCpus: 1 }, true), manifestOf(run, name));
};
const reportOf = (run: ArbitraryRun): Report => reportSchema.parse(JSON.parse(rendered(run).json));

/** The plans for these options, by how many repeats. */
const planned = (options: object, repeats = [1, 2]) =>
  repeats.map((count) => planTrials(loadConfig([flagSource({ ...options, repeats: count })])).trials);

const figuresOf = ({ cells, baselines, pending, missing }: Analysis) => ({
  cells: [...cells, ...baselines].map((cell) => ({
    ...cell,
    warnings: cell.warnings.map(({ code }) => code),
  })),
  pending,
  missing,
});
/** A verdict without its words. */
const judgementOf = ({ sentence: _, advice: __, leftOut: ___, ...rest }: Analysis['verdicts'][number]) =>
  rest;

/** These take some milliseconds, however long a request takes: below that it is the machine that makes the difference. */
const marksOfSomeTime: readonly string[] = ['connecting', 'other-answer', 'cold-lone-user'];
const hasNoMarkOfSomeTime = ({ warnings }: Cell): boolean =>
  warnings.every(({ code }) => !marksOfSomeTime.includes(code));

describe('whatever was measured', () => {
  it('is drawn from what the contract allows', () => {
    fc.assert(
      fc.property(arbitraryRun(), ({ records }) => {
        for (const record of records) {
          expect(trialRecordSchema.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
        }
      }),
      { numRuns: casesOf(50) },
    );
  });

  it.each([
    ['of any cells', 150, arbitraryTrials()],
    ["of the article's claims", 30, fc.constantFrom(...planned({ preset: 'claims', runtime: 'native' }))],
    ['of several waits', 40, fc.constantFrom(...planned({ preset: 'waits' }))],
  ])('gives a report %s, and no figure in it that is no number', (_, runs, trials) => {
    fc.assert(
      fc.property(arbitraryRun({ trials }), (run) => {
        const { terminal, markdown, json } = rendered(run);
        expect(`${terminal}${markdown}${json}`).not.toMatch(/NaN|Infinity|undefined|\[object/);
        const { cells, excluded } = reportSchema.parse(JSON.parse(json));
        const measured = run.records.filter(({ state, trial }) => state === 'measured' && !trial.baseline);
        expect(cells.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(measured.length);
        expect(excluded).toHaveLength(run.records.filter(({ state }) => state === 'excluded').length);
      }),
      { numRuns: casesOf(runs) },
    );
  });

  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(
        arbitraryRun().chain((run) =>
          fc.tuple(
            fc.constant(run),
            fc.shuffledSubarray([...run.records], { minLength: run.records.length }),
          ),
        ),
        ([run, shuffled]) => {
          expect(reportOf({ ...run, records: shuffled })).toEqual(reportOf(run));
        },
      ),
      { numRuns: casesOf(80) },
    );
  });

  // The factors are powers of two, which leave every digit as it is. What is told in words is left out: words
  // choose their unit. So are the series where time shrinks, for they have one value a second of the clock.
  it('scales with time, and no verdict changes', () => {
    const trials = fc.constantFrom(...planned({ endpoint: '/cpu,/cpu/pool', vus: '1,20' }, [2, 9]));
    const comparable = arbitraryRun({ trials, measured: arbitrarySteady });
    fc.assert(
      fc.property(
        fc.oneof(arbitraryRun(), comparable),
        fc.constantFrom(1 / 64, 0.5, 2, 16, 1024),
        (run, factor) => {
          const records = factor > 1 ? run.records : run.records.map((one) => ({ ...one, series: [] }));
          const scaled = { records: scaleTime(records, factor), planned: scaleTime(run.planned, factor) };
          const [before, after] = [{ ...run, records }, scaled].map(analysed);
          fc.pre([before, after].every((one) => one?.cells.every(hasNoMarkOfSomeTime) === true));
          expect(after && figuresOf(after)).toEqual(scaleTime(before && figuresOf(before), factor));
          expect(after?.verdicts.map(judgementOf)).toEqual(before?.verdicts.map(judgementOf));
        },
      ),
      { numRuns: casesOf(120) },
    );
  });

  it('says of equal repeats what it says of one', () => {
    fc.assert(
      fc.property(
        arbitraryTrials({ maxRepeats: 1 }).chain(([trial]) =>
          trial === undefined ? fc.constant(recordOf(trialOf('/cpu', 1), {})) : arbitraryMeasured(trial),
        ),
        fc.integer({ min: 2, max: 9 }),
        (record, repeats) => {
          const alike = Array.from({ length: repeats }, (_, i) => ({
            ...record,
            trial: { ...record.trial, trialId: `r${i}`, repeat: i + 1 },
          }));
          const of = (records: (typeof record)[]) => {
            const { cells, baselines } = analyse(
              records,
              records.map(({ trial }) => trial),
            );
            return [...cells, ...baselines];
          };
          const [one] = of([record]);
          const [many] = of(alike);
          expect(many).toMatchObject({
            repeats,
            requests: repeats * record.requests,
            throughputRps: one?.throughputRps,
            latencySeconds: one?.latencySeconds,
            effectiveConcurrency: one?.effectiveConcurrency && {
              value: one.effectiveConcurrency.value,
              bound: one.effectiveConcurrency.bound,
            },
            censored: one?.censored,
          });
        },
      ),
      { numRuns: casesOf(120) },
    );
  });

  it('may be nothing at all', () => {
    const trial = trialOf('/cpu', 10);
    expect(reportOf({ records: [], planned: [trial] })).toMatchObject({
      complete: false,
      pendingTrials: 1,
      missingCells: ['nest /cpu at 10 users'],
      cells: [],
    });
    expect(reportOf({ records: [], planned: [] })).toMatchObject({ complete: true, cells: [] });
  });
});

describe('whatever names and messages hold', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          '<script>alert(1)</script>',
          '<img src=x onerror=y>',
          '|',
          '\\',
          '`',
          '\n',
          '\r',
          '| --- |',
          '## x',
          '[a](b)',
          '![a](b)',
          '&lt;',
          '\u001b[2J',
          'x',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  );

  it('no HTML comes through, and every table keeps its form', () => {
    const trials = arbitraryTrials({ maxRepeats: 1, text: nasty });
    fc.assert(
      fc.property(arbitraryRun({ trials, message: nasty }), nasty, (run, name) => {
        const { markdown, terminal, json } = rendered(run, name);
        expect(markdown).not.toContain('<');
        expect(markdown).not.toMatch(/(?<!\\)(\\\\)*!?\[[^\]]*\]\(/);
        expect(terminal).not.toMatch(/\p{Cc}(?<!\n)/u);
        expect(headings(markdown)).toEqual(headings(rendered(run).markdown));
        for (const table of tablesOf(markdown)) expect(new Set(table.map(columnsOf)).size).toBeLessThan(2);
        expect(reportSchema.parse(JSON.parse(json)).preset).toBe(name);
      }),
      { numRuns: casesOf(120) },
    );
  });

  const headings = (markdown: string) => markdown.split('\n').filter((line) => line.startsWith('## '));
  const tablesOf = (markdown: string) =>
    markdown
      .split('\n\n')
      .map((block) => block.split('\n').filter((line) => line.startsWith('| ') || line.startsWith('|-')));
  /** As GitHub splits a row: at each bar that no backslash escapes. */
  const columnsOf = (row: string) => row.replaceAll(/\\./g, '').split('|').length;
});
