import type { Cell } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { findings } from './findings.ts';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { summariseCell } from './summarise-cell.ts';
import { starvedUsers } from './who-was-answered.ts';

/** `/sync` at 100 users for 30 s, as a blocked loop serves those who connect while it is blocked. */
const blocked = recordOf(trialOf('/sync', 100), {
  requests: 29,
  inFlightAtCutoff: 100,
  latency: latencyBetween(1, 7),
  users: { there: 100, answered: 7, fewestAnswers: 0, mostAnswers: 7 },
});
const cellOf = (figures: Partial<typeof blocked>): Cell =>
  summariseCell([{ ...blocked, ...figures }], { declared: 1, observed: [1] }, 1);
const marks = ({ warnings }: Cell) => warnings.map(({ code }) => code);

describe('users who are not answered', () => {
  it('are counted and told, with what each would wait in turn', () => {
    const cell = cellOf({});
    expect(starvedUsers(cell)).toBe(93);
    expect(marks(cell)).toEqual(expect.arrayContaining(['censored', 'starved']));
    expect(marks(cell)).not.toContain('unsettled');
    expect(cell.warnings.find(({ code }) => code === 'starved')?.message).toMatch(
      /^93 of 100 users were not answered at all; with everybody served in turn each would wait 103\.3 s\..*from 0 to 7 a user/,
    );
    expect(findings([cell])[0]).toContain('and 93 of 100 users were not answered at all');
    expect(findings([cell])[0]).not.toContain('each waits');
  });

  it('are none where the window holds no second turn for anybody', () => {
    const cell = cellOf({ users: { there: 100, answered: 29, fewestAnswers: 0, mostAnswers: 1 } });
    expect(starvedUsers(cell)).toBe(0);
    expect(findings([cell])[0]).toContain('each waits 103.3 s (implied)');
  });

  it('are none where users are still coming', () => {
    const start = { kind: 'spawn-rate', usersPerSecond: 5 } as const;
    expect(marks(cellOf({ trial: { ...blocked.trial, start } }))).not.toContain('starved');
  });

  it('are those of the trial that served the smallest part', () => {
    const of = (answered: number) => ({
      ...blocked,
      users: { there: 100, answered, fewestAnswers: answered === 100 ? 3 : 0, mostAnswers: 9 },
    });
    const cell = summariseCell([of(100), of(12), of(40)], { declared: 1, observed: [1] }, 3);
    expect(cell.users).toEqual({ there: 100, answered: 12, fewestAnswers: 0, mostAnswers: 9 });
  });
});

describe('the time until there is a connection', () => {
  const closing = { requests: 2400, latency: latencyBetween(0.001, 0.002), trial: trialOf('/async', 1) };

  it('is a part of what a user waits, and marked where it is a good part', () => {
    const cell = cellOf({ ...closing, connectSeconds: 0.011, users: null });
    expect(cell.latencySeconds?.mean).toBeCloseTo(0.0125);
    expect(cell.latencySeconds?.p50).toBeCloseTo(0.0015);
    expect(cell.connectSeconds).toBe(0.011);
    expect(cell.warnings.find(({ code }) => code === 'connecting')?.message).toMatch(
      /^Of the 1[23] ms .* 11 ms go into/,
    );
  });

  it('is not worth a mark where connections are kept', () => {
    expect(marks(cellOf({ ...closing, connectSeconds: 0.0001, users: null }))).not.toContain('connecting');
  });
});
