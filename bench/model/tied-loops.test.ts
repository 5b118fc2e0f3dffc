import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { classify } from './classify.ts';
import { drawOf } from './fixtures/draw.ts';
import { type Server, simulateClosed } from './fixtures/simulate-closed.ts';
import { figuresOf } from './fixtures/simulated-figures.ts';
import { partUsers } from './partition-users.ts';

const exact = { throughput: 1, latency: 1 };

function probed(server: Server, users: readonly number[], thinkSeconds = 0) {
  const random = seededRandom(3);
  const levels = users.map((count) => {
    const load = {
      users: count,
      think: () => thinkSeconds * (0.5 + random()),
      staggeredOverSeconds: 0.1 + thinkSeconds,
      warmupSeconds: 1,
      durationSeconds: 10,
    };
    return figuresOf(simulateClosed(server, load, random), load, thinkSeconds, exact);
  });
  return { levels, thinkSeconds, subjectCpus: null };
}

const service = () => 0.1;
const loops = (count: number, dealt: 'by-chance' | 'in-turn' = 'by-chance'): Server => ({
  kind: 'loops',
  loops: count,
  dealt,
  service,
});

describe('loops to which connections are tied', () => {
  it.each([2, 4, 8])('%d of them are told by the answers that each user got', (count) => {
    const found = classify(probed(loops(count), [1, 2, 4, 8, 16, 32]));
    expect(found, found.evidence.join(' ')).toMatchObject({
      classification: 'loops',
      concurrency: { value: count },
    });
    expect(found.evidence.join(' ')).toMatch(
      `${count} loops by chance: users who share one wait for each other while another may stand idle`,
    );
    expect(found.evidence.join(' ')).toMatch(/Of \d+ users one got \d+ answers and another \d+/);
  });

  it('are told where users pause', () => {
    const found = classify(probed(loops(4), [1, 2, 5, 10, 20, 50], 0.05));
    expect(found, found.evidence.join(' ')).toMatchObject({ classification: 'loops' });
  });

  it('are told where they are dealt in turn, by those that have one user more', () => {
    const found = classify(probed(loops(3, 'in-turn'), [1, 2, 4, 8, 16]));
    expect(found, found.evidence.join(' ')).toMatchObject({
      classification: 'loops',
      concurrency: { value: 3 },
    });
  });

  it('are a lower bound where too few users came to be on all of them', () => {
    const { concurrency } = classify(probed(loops(16), [1, 2, 4, 8, 12]));
    expect(concurrency?.bound).toBe('lower');
  });

  it('are not seen in a pool, in who keeps a place, or where nobody tells who was answered', () => {
    const levels = [1, 2, 4, 8, 16, 32];
    expect(classify(probed({ kind: 'pool', size: 4, service }, levels)).classification).toBe('pool');
    const varied = drawOf({ kind: 'exponential' }, 0.1, seededRandom(4));
    expect(classify(probed({ kind: 'pool', size: 4, service: varied }, levels)).classification).toBe('pool');
    const kept = classify(probed({ kind: 'kept-places', size: 4, service }, levels));
    expect(kept.classification).not.toBe('loops');
    const { levels: seen, ...rest } = probed(loops(4), levels);
    const silent = { ...rest, levels: seen.map((level) => ({ ...level, answersPerUser: null })) };
    expect(classify(silent).classification).not.toBe('loops');
  });

  it('need not be the same for all: each is one group, whose users share what it can do', () => {
    const share = () => ({ answers: 60, variance: 4, varianceWithin: 0.4 });
    const answers = [14, 15, 15, 15, 30, 30, 59, 61];
    const misfits = [3, 4, 5].map((groups) => partUsers(answers, share, groups).misfit);
    expect(misfits[1]).toBeLessThan(5);
    expect(misfits[0]).toBeGreaterThan(50);
    expect(misfits[2]).toBeGreaterThan(50);
    expect(partUsers([1, 2], share, 3).logLikelihood).toBe(Number.NEGATIVE_INFINITY);
  });
});
