import type { MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';

interface Figures {
  readonly latencySeconds: number;
  readonly cpuSeconds?: number;
  readonly bystanderSeconds?: number;
}

/** So many trials of a cell, each a little off its figures: the noise is `share`. */
function trials(base: Trial, figures: Figures, repeats: number, share = 0.01): MeasuredRecord[] {
  return Array.from({ length: repeats }, (_, i) => {
    const off = 1 + share * (i % 2 ? 1 : -1);
    const { latencySeconds, cpuSeconds = 0.3, bystanderSeconds } = figures;
    const around = (value: number) => latencyBetween(value * off, value * off * 1.001);
    const trial = { ...base, repeat: i + 1, trialId: base.trialId.replace(/r1$/, `r${i + 1}`) };
    const record = recordOf(trial, {
      // What the closed loop gives: 0.15 s of thought, a window of 30 s.
      requests: Math.round((30 * base.vus) / (latencySeconds * off + 0.15)),
      latency: around(latencySeconds),
    });
    return {
      ...record,
      subject: { ...record.subject, cpuSeconds: cpuSeconds * off },
      bystander:
        bystanderSeconds === undefined
          ? null
          : { sent: 150, failed: 0, answered: 150, latency: around(bystanderSeconds) },
    };
  });
}

const verdictsOf = (...records: MeasuredRecord[][]) => {
  const all = records.flat();
  return analyse(
    all,
    all.map(({ trial }) => trial),
  ).verdicts;
};

const blocked = { latencySeconds: 0.85 };
const free = { latencySeconds: 0.0153 };

describe('verdicts', () => {
  it('says which way, by how much with an interval, and from which level on', () => {
    const [verdict] = verdictsOf(
      trials(trialOf('/sync', 1), { latencySeconds: 1 }, 6),
      trials(trialOf('/async', 1), { latencySeconds: 1 }, 6),
      trials(trialOf('/sync', 10), { latencySeconds: 9.85 }, 6),
      trials(trialOf('/async', 10), { latencySeconds: 1 }, 6),
    );
    expect(verdict).toMatchObject({
      subject: 'nest',
      workload: 'sleep',
      plain: '/sync',
      other: '/async',
      outcome: 'other',
      provisional: false,
      betterFrom: 10,
      notAt: 1,
      advice: 'Write it async.',
    });
    expect(verdict?.levels[1]?.ratios.throughput?.value).toBeCloseTo(8.7, 1);
    expect(verdict?.sentence).toMatch(
      /better than \/sync from 10 users on \(not at 1 user\).*8\.7\d? times, 8\.\d+ to 8\.\d+/,
    );
  });

  it('says that it makes no measurable difference', () => {
    const same = { latencySeconds: 0.01 };
    const [verdict] = verdictsOf(
      trials(trialOf('/sync', 10), same, 6),
      trials(trialOf('/async', 10), same, 6),
    );
    expect(verdict).toMatchObject({ outcome: 'either', advice: 'Write whichever is simpler.' });
    expect(verdict?.sentence).toContain('no measurable difference');
  });

  it('looks at CPU time where throughput is only think time', () => {
    const cheap = { latencySeconds: 0.004, cpuSeconds: 0.3 };
    const dear = { ...cheap, cpuSeconds: 0.4 };
    const outcome = (plain: Figures, other: Figures) =>
      verdictsOf(trials(trialOf('/sync', 10), plain, 6), trials(trialOf('/async', 10), other, 6))[0]?.outcome;
    expect(outcome(cheap, dear)).toBe('plain');
    expect(outcome(dear, cheap)).toBe('other');
  });

  it('counts what the others have to bear, and calls a conflict one', () => {
    const slower = { latencySeconds: 1.35, bystanderSeconds: 0.001 };
    const outcome = (other: Figures) =>
      verdictsOf(
        trials(trialOf('/sync', 10), { ...blocked, bystanderSeconds: 0.5 }, 6),
        trials(trialOf('/async', 10), other, 6),
      )[0]?.outcome;
    expect(outcome({ ...blocked, bystanderSeconds: 0.001 })).toBe('other');
    expect(outcome(slower)).toBe('trade-off');
  });

  it('is provisional below six trials, and then needs more than noise', () => {
    const faster = { latencySeconds: 0.0085 };
    const of = (repeats: number) =>
      verdictsOf(
        trials(trialOf('/sync', 10), { latencySeconds: 0.01 }, repeats),
        trials(trialOf('/async', 10), faster, repeats),
      )[0];
    expect(of(2)).toMatchObject({ provisional: true, outcome: 'either' });
    expect(of(2)?.advice).toContain('--repeats 6');
    expect(of(6)).toMatchObject({ provisional: false, outcome: 'other' });
  });

  it('gives no ratio to what is too little to be measured', () => {
    const [verdict] = verdictsOf(
      trials(trialOf('/sync', 10), { ...blocked, cpuSeconds: 0 }, 6),
      trials(trialOf('/async', 10), free, 6),
    );
    expect(verdict?.sentence).toMatch(/CPU time a request \S+ ms instead of 0\.0 ms\.$/);
  });

  it('leaves out cells that cannot be trusted, by name', () => {
    const failed = trials(trialOf('/async', 10), free, 6).map((record) => ({ ...record, failedRequests: 5 }));
    const [verdict] = verdictsOf(trials(trialOf('/sync', 10), blocked, 6), failed);
    expect(verdict).toMatchObject({ outcome: 'undecided', levels: [] });
    expect(verdict?.leftOut).toEqual(['/async at 10 users: requests failed']);
    expect(verdict?.sentence).toContain('/async at 10 users: requests failed');
  });

  it('sets endpoints of one’s own side by side by the workload that they are declared to have', () => {
    const own = (endpoint: '/sync' | '/async', workload: string, name: string) => ({
      ...trialOf(endpoint, 10),
      trialId: `mine${name.replaceAll('/', '-')}-10vu-r1`,
      subject: 'mine',
      endpoint: name,
      workload,
    });
    const found = verdictsOf(
      trials(own('/sync', 'report', '/v1/list'), blocked, 6),
      trials(own('/async', 'report', '/v2/all'), free, 6),
      trials(own('/async', 'login', '/v1/async'), free, 6),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      ...{ subject: 'mine', workload: 'report', plain: '/v1/list', other: '/v2/all' },
      outcome: 'other',
      advice: 'Write it async.',
    });
  });
});
