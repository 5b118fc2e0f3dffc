import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dashboardQueries, dashboardVariables } from './dashboard-queries.ts';
import { recorded } from './shared/trial.ts';

const rulesFolder = new URL('../../prometheus/rules/', import.meta.url);
const records = readdirSync(rulesFolder).flatMap((file) =>
  [...readFileSync(new URL(file, rulesFolder), 'utf8').matchAll(/record: (\S+)/g)].map(([, name]) => name),
);
const queries = dashboardQueries();
const variables = dashboardVariables();
const exprs = (some: typeof queries): string[] => some.map(({ expr }) => expr);

describe('a query', () => {
  it('uses only variables that its dashboard has', () => {
    const known = new Set(variables.map(({ dashboard, name }) => `${dashboard} ${name}`));
    const used = queries.flatMap(({ dashboard, expr }) =>
      [...expr.matchAll(/\$\{?(\w+)/g)].map(([, name]) => `${dashboard} ${name}`),
    );
    const unknown = used.filter((variable) => !variable.endsWith(' __interval') && !known.has(variable));
    expect(unknown).toEqual([]);
  });

  it('reads what the rules record', () => {
    expect(records).toEqual(expect.arrayContaining(Object.values(recorded)));
    const read = queries.flatMap(({ expr }) => expr.match(/trial:[\w:]+/g) ?? []);
    expect(records).toEqual(expect.arrayContaining(read));
  });

  it('of a figure reads the whole run, whatever the time range', () => {
    const narrow = queries.filter(
      ({ instant, expr }) => instant && /\{(?![^{}]*\}\[30d\] offset -15d)/.test(expr),
    );
    expect(exprs(narrow)).toEqual([]);
  });

  it('of a graph reads all of each step, so that a trial shorter than a step is seen', () => {
    const blind = queries.filter(
      ({ instant, expr }) =>
        !instant && /\{(?![^{}]*\}\[\$__interval\])/.test(expr.replace(/\$\{\w+\}/, '1')),
    );
    expect(exprs(blind)).toEqual([]);
  });
});

describe('a variable', () => {
  const numbers = variables.filter(({ name }) => /^(start|end)[AB]?$|^shift$/.test(name));

  it('that is a number has one in a Prometheus that holds nothing', () => {
    expect(numbers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'end', 'startA', 'endA', 'shift']),
    );
    const may = numbers.filter(({ query }) => !query.endsWith(' or vector(0))'));
    expect(may).toEqual([]);
  });

  it('that is a run or what a run has knows all that Prometheus keeps', () => {
    const narrow = variables.filter(({ query }) => !query.includes('[30d] offset -15d'));
    expect(narrow).toEqual([]);
  });

  it('chooses the newest run, and for the comparison the newest of the others', () => {
    const ofCompare = variables.filter(({ dashboard }) => dashboard === 'Compare runs');
    expect(ofCompare.find(({ name }) => name === 'runA')).toMatchObject({ sort: 2 });
    expect(ofCompare.find(({ name }) => name === 'runB')).toMatchObject({
      sort: 2,
      query: expect.stringContaining('{run!="$runA"}'),
    });
  });
});
