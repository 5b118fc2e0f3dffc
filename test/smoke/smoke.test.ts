import { expect, it } from 'vitest';
import { cellOf, testLab } from '../support/lab.ts';

it('measures a cell with the real service and the real k6, and leaves nothing behind', async () => {
  const lab = await testLab();
  const { exitCode, stdout, stderr } = await lab.run([
    ...['run', '--endpoint', '/async', '--vus', '1,10', '--duration', '3s', '--warmup', '1s'],
    ...lab.configure({ nest: { delay: '500ms' } }),
  ]);
  expect(exitCode, stderr).toBe(0);
  expect([stderr, lab.report().excluded]).toEqual(['', []]);
  expect(stdout).toContain('nest /async');

  const cell = cellOf(lab.report(), '/async', 10);
  // 10 users with a cycle of 0.65 s; a machine in trouble may be slower. What waited for the window to open is in it too,
  // and with cycles of 0.6 s at the least a user ends six requests in it at the most.
  expect(cell.throughputRps).toBeLessThanOrEqual(20);
  expect(cell.throughputRps).toBeGreaterThan(8);
  expect(cell.failedRequests).toBe(0);
  expect(cell.metricsScrapes).toMatchObject({ attempted: 3, answered: 3 });
  expect(lab.leftovers()).toEqual([]);
});
