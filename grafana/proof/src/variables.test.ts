import { describe, expect, it } from 'vitest';
import type { Dashboard, VariableModel } from './dashboard.ts';
import type { Prometheus } from './prometheus.ts';
import { chooseVariables, cutOut } from './variables.ts';

const asked: unknown[][] = [];
const prometheus: Prometheus = {
  instant: async (query, time) => {
    asked.push([query, time]);
    const metric = { run: '20260102', __name__: 'x' };
    return { resultType: 'vector', result: query.includes('nothing') ? [] : [{ metric, value: [60, '7'] }] };
  },
  range: async () => ({ resultType: 'matrix', result: [] }),
  labelValues: async (...words) => {
    asked.push(words);
    return ['1', '10', '5'];
  },
};

async function chosen(list: VariableModel[], given: Record<string, string> = {}) {
  const dashboard: Dashboard = { uid: 'u', title: 'T', panels: [], templating: { list } };
  const variables = await chooseVariables(dashboard, given, prometheus, { from: 0, to: 60 });
  return Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
}

const run: VariableModel = {
  name: 'run',
  type: 'query',
  query: { query: 'query_result(x)' },
  regex: '/run="(.+)"/',
};
const level: VariableModel = {
  name: 'level',
  type: 'query',
  query: 'label_values(x{run="$run"}, level)',
  sort: 3,
  multi: true,
  includeAll: true,
};

describe('a variable', () => {
  it('is what the address gives, or the first of what its query gives', async () => {
    expect(await chosen([run])).toMatchObject({ run: '20260102', __range: '60s' });
    expect(await chosen([run], { run: 'other' })).toMatchObject({ run: 'other' });
  });

  it('asks with those before it, at the time range', async () => {
    asked.length = 0;
    await chosen([run, level]);
    expect(asked).toEqual([
      ['x', 60],
      ['level', 'x{run="20260102"}', 0, 60],
    ]);
  });

  it('of many values is sorted, and all of them where that was saved', async () => {
    expect(await chosen([level])).toMatchObject({ level: ['1'] });
    expect(await chosen([{ ...level, sort: 4, current: { value: '$__all' } }])).toMatchObject({
      level: ['10', '5', '1'],
    });
    expect(await chosen([{ ...level, current: { value: '$__all' }, allValue: '.+' }])).toMatchObject({
      level: '.+',
    });
    expect(await chosen([{ ...level, current: { value: ['5', '7'] } }])).toMatchObject({ level: ['5'] });
  });

  it('is empty where its query gives nothing', async () => {
    expect(await chosen([{ ...run, query: 'query_result(nothing)' }])).toMatchObject({ run: '' });
  });

  it('of an unknown kind or query is refused', async () => {
    await expect(chosen([{ name: 'd', type: 'datasource' }])).rejects.toThrow(
      /type "datasource": expected query/,
    );
    await expect(chosen([{ ...run, query: 'metrics(x)' }])).rejects.toThrow(
      /"metrics\(x\)": expected label_values/,
    );
  });
});

it('is cut out of the texts of results, each once', () => {
  expect(cutOut(['{} 5 60000', '{} -5 60000', '{} 5 70000', 'none'], '/ (-?\\d+) /')).toEqual(['5', '-5']);
});
