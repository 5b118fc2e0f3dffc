import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cell, type Report, reportSchema } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { articleRecords } from '../analyse/fixtures/records.ts';
import { summariseCell } from '../analyse/summarise-cell.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { adviceOfSweep, advices } from './advice.ts';
import { renderGuide } from './render-guide.ts';

const [record] = articleRecords;
const plain = summariseCell([record as NonNullable<typeof record>], { declared: 1, observed: [1] }, 1);

interface Figures extends Partial<Cell> {
  readonly bystanders?: number;
  readonly mean?: number;
}

function cell({ bystanders = 0.001, mean = 1, ...rest }: Figures): Cell {
  return {
    ...plain,
    censored: false,
    latencySeconds: { mean, p50: null, p95: null, p99: null, max: mean },
    bystander: {
      sent: 100,
      failed: 0,
      unanswered: 0,
      p50Seconds: { value: bystanders, bound: 'estimate' },
      p95Seconds: null,
    },
    ...rest,
  };
}

const choice = (question: RegExp, ...cells: Figures[]): string | undefined =>
  advices.find((advice) => question.test(advice.question))?.answer(cells.map(cell)).choose;

describe('the advice', () => {
  it('follows latency, else throughput, and with both equal those who wait meanwhile', () => {
    const reading = (mean: number) => ({ throughputRps: 65, bystanders: 0.001, mean });
    expect(choice(/page cache/, reading(0.001), reading(0.0027))).toBe('`sync`');
    expect(choice(/page cache/, reading(0.001), reading(0.0011))).toMatch(/^either/);
    const quick = { throughputRps: 49, bystanders: 0.001 };
    expect(choice(/database/, { throughputRps: 9, bystanders: 0.9 }, quick)).toBe('`async`');
    expect(choice(/database/, { throughputRps: 49, bystanders: 0.9 }, quick)).toBe('`async`');
    expect(choice(/database/, quick, quick)).toMatch(/^either/);
    expect(choice(/database/, quick, { throughputRps: 9, bystanders: 0.001 })).toBe('`sync`');
    expect(choice(/database/, { throughputRps: 49, bystanders: 0.9 }, { throughputRps: 9 })).toMatch(
      /unless/,
    );
  });

  it('sends a computation wherever it spares everybody else', () => {
    const loop = { bystanders: 0.4 };
    expect(choice(/JavaScript/, loop, {}, {})).toMatch(/worker threads; or a job queue/);
    expect(choice(/JavaScript/, loop, {}, { bystanders: 0.4 })).toBe('worker threads');
    expect(choice(/JavaScript/, loop, loop, loop)).toMatch(/none of them/);
  });

  it('lets a blocking library alone until its users queue', () => {
    expect(choice(/library/, { mean: 0.05 }, { mean: 0.4 })).toMatch(/worker thread or a process/);
    expect(choice(/library/, { mean: 0.05 }, { mean: 0.051 })).toMatch(/as it is/);
  });

  it('tells a lone user, and a handler that waits for nothing, what differs', () => {
    expect(choice(/Nobody else/, { mean: 1 }, { mean: 1 })).toBe('whichever reads better');
    expect(choice(/Nobody else/, { mean: 1 }, { mean: 2 })).toBe('`sync`');
    const using = (subjectCpuSecondsPerRequest: number) => ({ subjectCpuSecondsPerRequest });
    expect(choice(/nothing/, using(1e-4), using(2e-4))).toBe('`sync`');
    expect(choice(/nothing/, using(1e-4), using(1.1e-4))).toMatch(/^either/);
  });

  it('takes processes for enough only where nobody queues', () => {
    const ideal = { idealThroughputRps: 8.7 };
    expect(choice(/processes/, { throughputRps: 1 }, { ...ideal, throughputRps: 2 })).toMatch(
      /only for what/,
    );
    expect(choice(/processes/, { throughputRps: 1 }, { ...ideal, throughputRps: 8.6 })).toMatch(/^more/);
  });

  it('names the wait from which async pays', () => {
    const sweep = { subject: 'nest', vus: 10, waits: [] };
    expect(adviceOfSweep({ ...sweep, paysFromSeconds: 0.01, notAtSeconds: 0.005 }).choose).toBe(
      '`async` from a wait of 10 ms on at 10 users, either up to 5.0 ms',
    );
    expect(adviceOfSweep({ ...sweep, paysFromSeconds: null, notAtSeconds: 0.05 }).choose).toMatch(/^either/);
  });
});

describe('docs/choosing.md', () => {
  const docs = join(repositoryRoot, 'docs');
  const committed = (name: string): Report =>
    reportSchema.parse(JSON.parse(readFileSync(join(docs, 'choosing', `${name}.json`), 'utf8')));

  it('is committed as generated; `make guide` renews it', () => {
    const guide = renderGuide(committed('claims'), committed('waits'));
    expect(readFileSync(join(docs, 'choosing.md'), 'utf8')).toBe(guide);
  });

  it('links every advice to cells that it shows', () => {
    const guide = readFileSync(join(docs, 'choosing.md'), 'utf8');
    const links = [...guide.matchAll(/\]\((#[^)]+)\)/g)].map(([, link]) => link?.slice(1));
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(guide).toContain(`<a id="${link}"></a>`);
    for (const [, file] of guide.matchAll(/\]\((choosing\/[^)]+)\)/g)) {
      expect(existsSync(join(docs, file ?? ''))).toBe(true);
    }
  });

  it('says of a situation that was not measured that it was not', () => {
    const report = { ...committed('claims'), cells: [] };
    expect(renderGuide(report, { ...report, breakEvens: [] })).toContain('| – | not measured |');
  });
});
