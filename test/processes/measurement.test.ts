import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cellOf, fixture, testLab } from '../support/lab.ts';

describe('the window', () => {
  it('counts what ends inside it, whenever it was sent, as the server saw it', async () => {
    const lab = await testLab();
    const log = join(lab.out, '..', 'completions.log');
    const users = 7;
    const flags = ['--endpoint', '/async', '--vus', `${users}`, '--duration', '5s', '--warmup', '1.3s'];
    const { exitCode } = await lab.run(
      ['run', ...flags, ...lab.configure({ nest: { entry: fixture('subject.mjs') } })],
      { SUBJECT_LOG: log },
    );
    expect(exitCode).toBe(0);
    const record = lab.records().find(({ trial }) => !trial.baseline);
    if (record?.state !== 'measured') throw new Error('not measured');
    const completions = readFileSync(log, 'utf8').trim().split('\n').map(Number);
    const from = record.startedAt + record.trial.warmupSeconds;
    const inside = completions.filter((at) => at >= from && at < from + record.measuredSeconds);
    // An answer travels for a moment between the server's clock and k6's: one at each edge may fall across it.
    expect(Math.abs(record.requests - inside.length)).toBeLessThanOrEqual(2);
    // Each is some user's. Who waits as the window closes may not have told of his last second.
    const answers = record.users?.answers ?? [];
    expect(answers).toHaveLength(users);
    const counted = answers.reduce((sum, count) => sum + count, 0);
    expect(counted).toBeLessThanOrEqual(record.requests);
    expect(record.requests - counted).toBeLessThanOrEqual(users);
    // Requests straddle both edges: some are sent before the window and answered in it, some are cut off.
    expect(record.latency?.min).toBeGreaterThan(0.39);
    expect(record.inFlightAtCutoff).toBeGreaterThan(0);
    const bySeconds = record.series
      .filter(({ atSeconds }) => atSeconds > record.trial.warmupSeconds + 0.5)
      .reduce((sum, { answered }) => sum + answered, 0);
    expect(Math.abs(record.requests - bySeconds)).toBeLessThanOrEqual(users * 3);
  });
});

describe('a blocked loop', () => {
  it('answers every scrape while 100 users wait', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/sync', '--vus', '100', '--duration', '10s'];
    const { exitCode } = await lab.run(['run', ...flags, ...lab.configure({ baselines: false })]);
    expect(exitCode).toBe(0);
    const cell = cellOf(lab.report(), '/sync', 100);
    expect(cell.metricsScrapes).toMatchObject({ attempted: 10, answered: 10 });
    expect(cell.longestStallSeconds).toBeGreaterThan(1);
    expect(cell.censored).toBe(true);
    expect(cell.requests).toBeLessThanOrEqual(10);
    expect(cell.inFlightAtCutoff).toBeGreaterThanOrEqual(98);
    // It lets in one new connection a turn.
    expect(cell.users).toMatchObject({ there: 100, fewestAnswers: 0 });
    expect(cell.users?.answered).toBeLessThan(9);
  });

  it('answers all users in turn where they connected before the load', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/sync?delay=0.1', '--vus', '12', '--duration', '4s', '--warmup', '0s'];
    const answered: (number | undefined)[] = [];
    for (const connections of ['during', 'before']) {
      const run = ['run', ...flags, '--connections', connections, ...lab.configure({ baselines: false })];
      const { exitCode, stderr } = await lab.run(run);
      expect(exitCode, stderr).toBe(0);
      answered.push(cellOf(lab.report(), '/sync?delay=0.1', 12).users?.answered);
    }
    const [during, before] = answered;
    expect(before).toBe(12);
    expect(during).toBeLessThan(12);
  });
});

describe('what is kept of a run', () => {
  it('is enough to see how a number came about', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/noop/async', '--vus', '1', '--duration', '2s', '--warmup', '0s'];
    expect((await lab.run(['run', ...flags], { K6_VUS: '50', K6_DURATION: '1s' })).exitCode).toBe(0);
    const folder = join(lab.out, 'latest');
    for (const file of ['manifest.json', 'trials.ndjson', 'report.json', 'report.md']) {
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
    const trial = join(folder, 'trials', 'nest-noop-async-1vu-r1');
    for (const file of ['summary.json', 'series.ndjson', 'scrapes.ndjson', 'generator.log', 'subject.log']) {
      expect(existsSync(join(trial, file)), file).toBe(true);
    }
    const again = await lab.run(['report']);
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('/noop/async');
  });
});
