import { expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { latencyBetween, recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { openSection } from './open-section.ts';
import { plainTable } from './table.ts';

it('shows what was offered and what became of it, and where a quantile is only a lower bound', () => {
  const trial = { ...trialOf('/async', 660), arrivalsPerSecond: 20 };
  const over = { ...trialOf('/sync', 1000), arrivalsPerSecond: 50 };
  const generator = { cpuSeconds: 1, cpuShare: 0.1, droppedIterations: 620 };
  const records = [
    recordOf(trial, { requests: 600, inFlightAtCutoff: 20 }),
    recordOf(over, {
      ...{ requests: 30, inFlightAtCutoff: 999, generator, latency: latencyBetween(10, 20) },
    }),
  ];
  const { cells } = analyse(records, [trial, over]);
  const section = openSection(cells);
  const rows = section?.table?.rows.map((row) => row.join(' ')) ?? [];
  expect(rows[1]).toBe('nest /sync 50.0 1.00 ≥ 15.0 s – – 999 620 10.0 ms – overloaded dropped-iterations');
  expect(rows[2]).toBe('nest /async 20.0 20.0 1.00 s 1.00 s 1.00 s 20 0 500 µs – ');
  expect(section?.lines.some((line) => line.startsWith('≥'))).toBe(true);
  expect(openSection(cells.slice(1))?.lines.some((line) => line.startsWith('≥'))).toBe(false);
  expect(openSection([])).toBeNull();
  expect(section?.table && plainTable(section.table)).toContain('offered rps');
});
