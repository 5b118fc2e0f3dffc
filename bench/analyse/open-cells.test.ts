import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { cellSchema } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { articleRecords, latencyBetween, recordOf, trialOf } from './fixtures/records.ts';

/** A trial at a rate, with what was answered of it in a window of 30 s. */
function openRecord(
  endpoint: '/sync' | '/async',
  arrivalsPerSecond: number,
  figures: Partial<MeasuredRecord>,
): MeasuredRecord {
  const trial = {
    ...trialOf(endpoint, 660),
    trialId: `nest-${endpoint.slice(1)}-${arrivalsPerSecond}rps-r1`,
    arrivalsPerSecond,
    thinkTime: { minSeconds: 0, maxSeconds: 0 },
  };
  return recordOf(trial, figures);
}

const held = openRecord('/async', 20, { requests: 600, inFlightAtCutoff: 20 });
const over = openRecord('/sync', 20, {
  requests: 30,
  inFlightAtCutoff: 629,
  latency: latencyBetween(1, 32),
});
const analysed = (records: MeasuredRecord[]) =>
  analyse(
    records,
    records.map(({ trial }) => trial),
  );
const cellsOf = (...records: MeasuredRecord[]) => analysed(records).cells;

describe('a cell of the open model', () => {
  it('has the offered rate for its ideal, and nothing that the closed loop implies', () => {
    const [cell] = cellsOf(held);
    expect(cellSchema.parse(cell)).toEqual(cell);
    expect(cell).toMatchObject({
      ...{ arrivalsPerSecond: 20, throughputRps: 20, idealThroughputRps: 20, inFlightAtCutoff: 20 },
      ...{ impliedLatencySeconds: null, littleResidual: null, effectiveConcurrency: null },
      ...{ censored: false, warnings: [] },
    });
  });

  it('is overloaded where the answers fall behind what was offered', () => {
    const [cell] = cellsOf(over);
    expect(cell).toMatchObject({ censored: true, throughputRps: 1 });
    expect(cell?.warnings).toEqual([
      {
        code: 'overloaded',
        message: expect.stringMatching(/of 600 requests due in the window 570 \(95\.0 %\) were left over/),
      },
    ]);
  });

  it('says what was dropped, and why', () => {
    const generator = { cpuSeconds: 1, cpuShare: 0.1, droppedIterations: 41 };
    const [cell] = cellsOf({ ...over, generator });
    expect(cell?.droppedIterations).toBe(41);
    expect(cell?.warnings[1]?.message).toMatch(/41 requests were dropped.*because 660 were waiting/);
  });

  it('is unsettled where its throughput drifts', () => {
    const series = Array.from({ length: 33 }, (_, i) => ({
      ...{ atSeconds: i + 1, answered: i * 2, medianLatencySeconds: 0.1 },
    }));
    const [cell] = cellsOf({ ...held, series });
    expect(cell?.warnings.map(({ code }) => code)).toContain('unsettled');
  });

  it('is told apart from others by its rate, and missed by it', () => {
    const faster = openRecord('/async', 50, { requests: 1500 });
    expect(cellsOf(faster, held).map(({ arrivalsPerSecond }) => arrivalsPerSecond)).toEqual([20, 50]);
    expect(analyse([held], [held.trial, faster.trial]).missing).toEqual([
      { name: 'nest /async at 50 requests/s', excluded: null },
    ]);
  });

  it('takes no part in what is said of users who wait', () => {
    const closed = analysed([...articleRecords]);
    const both = analysed([...articleRecords, held, over]);
    expect(both.cells).toHaveLength(closed.cells.length + 2);
    for (const part of ['articleTable', 'findings', 'breakEvens'] as const) {
      expect(both[part]).toEqual(closed[part]);
    }
    const lone = openRecord('/async', 1, { requests: 30, latency: latencyBetween(5, 5) });
    const one = { ...lone, trial: { ...lone.trial, vus: 1 } };
    expect(
      analysed([...articleRecords, one]).cells.filter(({ arrivalsPerSecond }) => !arrivalsPerSecond),
    ).toEqual(closed.cells);
  });
});
