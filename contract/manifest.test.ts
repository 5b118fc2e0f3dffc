import { expect, it } from 'vitest';
import { manifestSchema } from './manifest.ts';
import { trialSchema } from './records.ts';

const { runId, grafanaUrl, pair } = manifestSchema.shape;

it.each(['../20260101-000000-quick', '/etc', 'a\\b', '..', '.', '', 'a\0b'])(
  '%j names no folder of a run',
  (name) => {
    expect(runId.safeParse(name).success).toBe(false);
    expect(pair.safeParse({ role: 'base', otherRunId: name, gates: [] }).success).toBe(false);
    expect(trialSchema.shape.trialId.safeParse(name).success).toBe(false);
  },
);

it('takes the names that folders of runs have', () => {
  for (const name of ['20260101-000000-quick', 'before the change', '...']) {
    expect(runId.safeParse(name).success).toBe(true);
  }
});

it.each([
  ['javascript:alert(1)//http://127.0.0.1', false],
  ['data:text/html,<script>', false],
  ['file:///etc/passwd', false],
  ['http://127.0.0.1:3000', true],
  ['https://grafana.example.org/lab', true],
])('%j may be where Grafana is: %s', (address, isOne) => {
  expect(grafanaUrl.safeParse(address).success).toBe(isOne);
});
