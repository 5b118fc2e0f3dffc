import type { LiveSecond } from '@headroom/contract/live.ts';
import { expect, it } from 'vitest';
import { charts } from './chart-spec.ts';
import { summaryOf } from './summary.ts';

it('says of each line what it is and was', () => {
  const [throughput] = charts;
  if (throughput === undefined) throw new Error('There is no chart.');
  const second = (throughputRps: number) => ({ throughputRps, idealRps: null }) as LiveSecond;
  expect(summaryOf(throughput, [second(2), second(9), second(8)])).toBe(
    'Throughput, right answers per second. measured: 8.00 of late, from 2.00 to 9.00; ideal: nothing yet.',
  );
});
