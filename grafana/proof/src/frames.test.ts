import { describe, expect, it } from 'vitest';
import { toFrames, toTables } from './frames.ts';
import type { Answer } from './prometheus.ts';

const range: Answer = {
  resultType: 'matrix',
  result: [
    { metric: { __name__: 'up', job: 'api' }, values: [[1, '1'], [2, '+Inf']] }, // biome-ignore format: as Prometheus writes it
    { metric: { __name__: 'up', job: 'fastapi' }, values: [[1, 'NaN']] },
  ],
};
const query = { refId: 'A', expr: 'up' };
const namesOf = (legendFormat?: string) =>
  toFrames(range, legendFormat === undefined ? query : { ...query, legendFormat }).map(
    ({ fields }) => fields[1]?.config.displayNameFromDS,
  );

describe('the answer of a range query', () => {
  it('is a frame for each series, with times in milliseconds and numbers', () => {
    const [first, second] = toFrames(range, query);
    expect(first?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['Time', 'time'],
      ['Value', 'number'],
    ]);
    expect(first?.fields.map(({ values }) => values)).toEqual([
      [1000, 2000],
      [1, Number.POSITIVE_INFINITY],
    ]);
    expect(first?.fields[1]?.labels).toEqual({ __name__: 'up', job: 'api' });
    expect(second?.fields[1]?.values).toEqual([Number.NaN]);
  });

  it('is named by the legend, by its labels without one, or left to Grafana', () => {
    expect(namesOf('{{job}} of {{ none }}')).toEqual(['api of ', 'fastapi of ']);
    expect(namesOf()).toEqual(['up{job="api"}', 'up{job="fastapi"}']);
    expect(namesOf('__auto')).toEqual([undefined, undefined]);
  });

  it('without labels is named by its expression', () => {
    const [frame] = toFrames({ resultType: 'scalar', result: [1, '0.8'] }, { refId: 'A', expr: 'scalar(x)' });
    expect(frame?.fields[1]?.config.displayNameFromDS).toBe('scalar(x)');
    expect(frame?.fields[1]?.values).toEqual([0.8]);
  });

  it('has the buckets of native histograms as cells', () => {
    const histograms = [[1, { buckets: [[0, '0.5', '1', '3'], [0, '1', '2', '1']] }]] as const; // biome-ignore format: as Prometheus writes it
    const [frame] = toFrames({ resultType: 'matrix', result: [{ metric: {}, histograms }] }, query);
    expect(frame?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['xMax', [1000, 1000]],
      ['yMin', [0.5, 1]],
      ['yMax', [1, 2]],
      ['count', [3, 1]],
    ]);
  });
});

describe('tables', () => {
  const instant = (values: Record<string, string>): Answer => ({
    resultType: 'vector',
    result: Object.entries(values).map(([endpoint, value]) => ({ metric: { endpoint }, value: [1, value] })),
  });
  const framesOf = (refId: string, values: Record<string, string>) =>
    toFrames(instant(values), { refId, expr: 'x' });

  it('have a row for each series and a column for each label', () => {
    const [table] = toTables(new Map([['A', framesOf('A', { '/sync': '1', '/async': '9' })]]));
    expect(table?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['Time', [1000, 1000]],
      ['endpoint', ['/sync', '/async']],
      ['Value', [1, 9]],
    ]);
  });

  it('of several queries name their values by them', () => {
    const tables = toTables(
      new Map([
        ['A', framesOf('A', { '/sync': '1' })],
        ['B', []],
      ]),
    );
    expect(tables.map(({ fields }) => fields.at(-1)?.name)).toEqual(['Value #A', 'Value #B']);
  });
});
