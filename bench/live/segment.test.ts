import { describe, expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { cutTo, nextSegment } from './segment.ts';

describe('nextSegment', () => {
  const first = trialOf('/sync', 10);

  it('goes on with the subject of the trial before, for what is left of the load', () => {
    expect(nextSegment(first, 20, 1, 33)).toMatchObject({
      trialId: 'nest-sync-20vu-r1',
      vus: 20,
      continues: first.trialId,
      durationSeconds: 30,
    });
  });

  it('is a repeat where there have been as many users before', () => {
    expect(nextSegment(first, 10, 2, 33)).toMatchObject({ trialId: 'nest-sync-10vu-r2', repeat: 2 });
  });

  it('starts at the spawn rate only those who come', () => {
    const spawned = { ...first, start: { kind: 'spawn-rate', usersPerSecond: 5 } as const };
    expect(nextSegment(spawned, 30, 1, 33).start).toEqual({ kind: 'staggered', overSeconds: 4 });
    expect(nextSegment(spawned, 5, 1, 33).start).toEqual({ kind: 'staggered', overSeconds: 0 });
  });
});

describe('cutTo', () => {
  it('is as long as the window was', () => {
    expect(cutTo(trialOf('/sync', 10), 12.34567).durationSeconds).toBe(12.346);
  });
});
