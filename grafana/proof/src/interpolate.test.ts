import { describe, expect, it } from 'vitest';
import { type Chosen, interpolateQuery, interpolateText } from './interpolate.ts';

const variables = new Map<string, Chosen>([
  ['run', { value: "it's", many: false }],
  ['level', { value: ['1', '10'], many: true }],
  ['endpoint', { value: ['/a.b'], many: true }],
  ['all', { value: '.+', many: true, literal: true }],
  ['__range', { value: '60s', many: false, literal: true }],
  ['none', { value: '', many: false }],
]);

describe('a variable in PromQL', () => {
  it.each([
    ['x{run="$run"}[$__range]', `x{run="it\\\\'s"}[60s]`],
    ['x{level=~"$level"}', 'x{level=~"(1|10)"}'],
    [`x{endpoint=~"\${endpoint}"}`, 'x{endpoint=~"/a\\\\.b"}'],
    ['x{subject=~"[[all]]"}', 'x{subject=~".+"}'],
    [`offset \${level:csv}, \${level:pipe}, \${level:regex}`, 'offset 1,10, 1|10, (1|10)'],
    ['vector(0$none)', 'vector(0)'],
    [`$unknown and \${unknown}`, `$unknown and \${unknown}`],
  ])('%s', (written, meant) => {
    expect(interpolateQuery(written, variables)).toBe(meant);
  });

  it('of a format that is not known here is refused', () => {
    expect(() => interpolateQuery(`\${run:glob}`, variables)).toThrow(/format "glob": expected raw/);
  });
});

it('is itself in a title', () => {
  expect(interpolateText('$run at $level', variables)).toBe("it's at 1 + 10");
});
