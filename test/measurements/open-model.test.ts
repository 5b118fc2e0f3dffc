import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, testLab } from '../support/lab.ts';
import { resultIn } from '../support/probe-result.ts';
import { startProbeServer } from '../support/probe-server.ts';

describe('a probe at given rates', () => {
  it('offers them whatever is answered, and counts what it drops', async () => {
    const lab = await testLab();
    const { origin, stop } = await startProbeServer('semaphore.mjs');
    const ended = await lab.run(['probe', origin, '--rate', '30,200', '--duration', '4s', '--json', '-']);
    await stop();
    expect(ended.exitCode, ended.stderr).toBe(0);
    const result = resultIn(ended.stdout);
    expect(result).toMatchObject({
      model: 'open',
      classification: 'unknown',
      rates: [
        { offeredRps: 30, overloaded: false, droppedRequests: 0 },
        { offeredRps: 200, overloaded: true },
      ],
    });
    expect(result.rates[1]?.throughputRps).toBeLessThan(80);
    expect(lab.leftovers()).toEqual([]);
  });
});

describe('an open load', () => {
  it('sends at its rate, and counts what ends inside the window as the server saw it', async () => {
    const lab = await testLab();
    const log = join(lab.out, '..', 'completions.log');
    const flags = ['--endpoint', '/async', '--rate', '20', '--duration', '5s', '--warmup', '1.3s'];
    const { exitCode, stdout } = await lab.run(
      ['run', ...flags, ...lab.configure({ nest: { entry: fixture('subject.mjs') } })],
      { SUBJECT_LOG: log },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('nest /async, 20 requests/s');
    const [record] = lab.records();
    if (record?.state !== 'measured') throw new Error('not measured');
    const completions = readFileSync(log, 'utf8').trim().split('\n').map(Number);
    const from = record.startedAt + record.trial.warmupSeconds;
    const inside = completions.filter((at) => at >= from && at < from + record.measuredSeconds);
    expect(Math.abs(record.requests - inside.length)).toBeLessThanOrEqual(2);
    expect(Math.abs(record.requests - 100)).toBeLessThanOrEqual(2);
    // Little's law: 20 a second, 0.4 s each.
    expect(Math.abs(record.inFlightAtCutoff - 8)).toBeLessThanOrEqual(2);
    expect(record.generator.droppedIterations).toBe(0);
    const [cell] = lab.report().cells;
    expect(cell).toMatchObject({ arrivalsPerSecond: 20, idealThroughputRps: 20, censored: false });
    expect(lab.leftovers()).toEqual([]);
  });

  it('does not wait for a blocked server: what it does not answer is left over, and told', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/sync', '--rate', '5', '--bystanders', '5'];
    const { exitCode, stdout } = await lab.run(['run', ...flags, '--duration', '6s', '--warmup', '2s']);
    expect(exitCode).toBe(0);
    const [cell] = lab.report().cells;
    // The handler blocks for a second.
    expect(Math.abs((cell?.requests ?? 0) - 6)).toBeLessThanOrEqual(1);
    // 40 were due, and 6 to 8 answered; the bystanders' are not among them.
    expect(cell?.inFlightAtCutoff).toBeGreaterThanOrEqual(31);
    expect(cell?.inFlightAtCutoff).toBeLessThanOrEqual(34);
    expect(cell).toMatchObject({ droppedIterations: 0, censored: true, impliedLatencySeconds: null });
    expect(cell?.warnings.map(({ code }) => code)).toContain('overloaded');
    expect(stdout).toMatch(/of 30 requests due in the window 2[345] .* were left over/);
  });

  it('drops, and counts, what is due while as many wait as may', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/sync', '--rate', '400', '--duration', '3s', '--warmup', '1s'];
    expect((await lab.run(['run', ...flags])).exitCode).toBe(0);
    const [record] = lab.records();
    if (record?.state !== 'measured') throw new Error('not measured');
    expect(record.trial.vus).toBe(1000);
    expect(record.inFlightAtCutoff).toBeGreaterThanOrEqual(995);
    expect(record.inFlightAtCutoff).toBeLessThanOrEqual(1000);
    // 1,600 were due: 1,000 wait, a few were answered.
    expect(Math.abs(record.generator.droppedIterations - 596)).toBeLessThanOrEqual(10);
    expect(lab.report().cells[0]?.warnings.map(({ code }) => code)).toContain('dropped-iterations');
  });
});

describe('headroom capacity', () => {
  it('finds the ten requests a second of a handler that blocks for a tenth', async () => {
    const lab = await testLab();
    const flags = ['--endpoint', '/sync', '--slo', 'p50=150ms', '--duration', '2s', '--warmup', '1s'];
    const { exitCode, stdout } = await lab.run([
      ...['capacity', '--runtime', 'native', ...flags, '--repeats', '1'],
      ...lab.configure({ nest: { delay: '100ms' } }),
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Capacity at p50 ≤ 150 ms');
    const { capacities, preset } = lab.report();
    expect(preset).toBe('capacity');
    // A machine in trouble carries less, and in so short a window a little more is not seen to be too much.
    expect(capacities[0]).toMatchObject({ endpoint: '/sync', model: 'open', bound: 'bracket' });
    expect(capacities[0]?.held).toBeGreaterThanOrEqual(6);
    expect(capacities[0]?.held).toBeLessThan(12);
    expect(lab.leftovers()).toEqual([]);
  });
});
