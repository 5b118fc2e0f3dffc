import { describe, expect, it } from 'vitest';
import { analyse } from '../../../analyse/analyse.ts';
import { manyRecords } from '../../../analyse/fixtures/many-records.ts';
import { familiesOf } from './families.ts';

const records = manyRecords(72);
const { cells, traces } = analyse(
  records,
  records.map(({ trial }) => trial),
);
const run = { name: null, dashed: false, report: { cells }, traces };

describe('familiesOf', () => {
  const families = familiesOf([run]);

  it('puts ways to do the same work together, for each subject', () => {
    const names = families.map(({ subject, work, lines }) => [
      subject,
      work,
      lines.map(({ label }) => label),
    ]);
    expect(names.filter(([subject]) => subject === 'nest')).toEqual([
      ['nest', 'sleep', ['sync', 'async']],
      ['nest', 'cpu', ['sync', 'pool', 'queue']],
      ['nest', 'mixed', ['sync', 'async']],
      ['nest', 'http', ['sync', 'async']],
      ['nest', 'db', ['sync', 'async']],
      ['nest', 'noop', ['']],
    ]);
    expect(families).toHaveLength(12);
  });

  it('orders the cells of a line by level, and finds its trace', () => {
    const [sync] = families.find(({ subject, work }) => subject === 'nest' && work === 'sleep')?.lines ?? [];
    expect(sync?.closed.map(({ vus }) => vus)).toEqual([1, 10, 100]);
    expect(sync?.closedTrace).toMatchObject({ subject: 'nest', endpoint: '/sync', vus: 100 });
  });

  it('keeps variants of other waits apart, and tells two endpoints of a strategy by their colours', () => {
    const [cell] = cells.filter(({ endpoint }) => endpoint === '/sync');
    if (cell === undefined) throw new Error('no cell');
    const variants = ['/sync?delay=0.02', '/async?delay=0.02', '/sync', '/blocking'].map((endpoint) => ({
      ...cell,
      endpoint,
    }));
    const found = familiesOf([{ ...run, report: { cells: variants } }]);
    expect(found.map(({ work }) => work)).toEqual(['sleep, delay=0.02', 'sleep']);
    const colours = found[1]?.lines.map(({ paint }) => paint.colour);
    expect(new Set(colours).size).toBe(2);
  });

  it('takes the declared workload of a service of one’s own, and the last of its names', () => {
    const [cell] = cells.filter(({ endpoint }) => endpoint === '/sync');
    if (cell === undefined) throw new Error('no cell');
    const own = ['/v1/list', '/v2/all'].map((endpoint) => ({
      ...cell,
      ...{ subject: 'mine', endpoint, workload: 'report' },
    }));
    const [family] = familiesOf([{ ...run, report: { cells: own } }]);
    expect(family).toMatchObject({ work: 'report', lines: [{ label: 'list' }, { label: 'all' }] });
  });

  it('sets two runs beside one another, each line with the name of its run', () => {
    const both = familiesOf([
      { ...run, name: 'A', dashed: true },
      { ...run, name: 'B' },
    ]);
    expect(both).toHaveLength(12);
    const lines = both.find(({ work }) => work === 'noop')?.lines;
    expect(lines?.map(({ label, dashed }) => [label, dashed])).toEqual([
      ['async A', true],
      ['async B', false],
    ]);
  });
});
