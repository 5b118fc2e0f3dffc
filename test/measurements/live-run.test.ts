import { liveRoutes } from '@headroom/contract/live-routes.ts';
import { expect, it } from 'vitest';
import { cellOf, testLab } from '../support/lab.ts';
import { startLiveServer } from '../support/live-server.ts';

it('a live run measures each number of users in a window of its own, and a lone one after the load', async () => {
  const lab = await testLab();
  const server = await startLiveServer(lab);
  // Answers to users who leave come for a second yet: the warm-up is longer than that.
  await server.startRun({ bystandersPerSecond: 5, warmupSeconds: 2 });
  await server.secondsOf(10, 6);
  const { run } = await server.event('started');
  const dashboard = run.links.find(({ title }) => title === 'k6 dashboard');
  expect((await fetch(dashboard?.url ?? '')).status).toBe(200);
  expect((await server.post(liveRoutes.users, { users: 20 })).status).toBe(202);
  const second = await server.secondsOf(20, 5);
  expect(second.second.idealRps).toBeCloseTo(20 / 1.15, 5);
  expect(second.second.stallSeconds).not.toBeNull();
  expect(second.second.bystanderP50Seconds).toBeLessThan(0.2);
  expect((await server.post(liveRoutes.users, { users: 4 })).status).toBe(202);
  await server.secondsOf(4, 6);
  expect((await server.post(liveRoutes.stop)).status).toBe(202);
  const ended = await server.event('ended');
  expect(ended).toMatchObject({ state: 'stopped', hasReport: true });

  const report = lab.report();
  expect(report).toMatchObject({ complete: true, missingCells: [], excluded: [] });
  expect(report.cells.map(({ vus }) => vus)).toEqual([4, 10, 20]);
  for (const vus of [4, 10, 20]) {
    const cell = cellOf(report, '/async', vus);
    const ideal = cell.idealThroughputRps ?? 0;
    // What the edges of a window do to so few cycles: a user has one answer more or less, by chance.
    const slack = Math.max(0.03 * ideal, (3 * 0.5 * Math.sqrt(vus)) / cell.measuredSeconds);
    expect(Math.abs(cell.throughputRps - ideal), `${vus} users`).toBeLessThanOrEqual(slack);
    expect(cell.metricsScrapes.answered).toBe(cell.metricsScrapes.attempted);
    expect(cell.generatorCpuShare).not.toBeNull();
    expect(cell.bystander?.sent).toBeGreaterThan(0);
    expect(cell.effectiveConcurrency).not.toBeNull();
  }
  const marks = (vus: number) => cellOf(report, '/async', vus).warnings.map(({ code }) => code);
  expect(marks(10)).not.toContain('continued');
  expect([marks(20), marks(4)].flat().filter((code) => code === 'continued')).toHaveLength(2);
  expect(report.baselines).toHaveLength(1);
  await server.end();
  expect(lab.leftovers()).toEqual([]);
});
