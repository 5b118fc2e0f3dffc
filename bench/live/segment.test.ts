import { describe, expect, it } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { cutTo, nextSegment } from './segment.ts';

describe('nextSegment', () => {
  const first = trialOf('/sync', 10);

  it('goes on with the subject of the trial before, for what is left of the load', () => {
    expect(nextSegment(first, 20, 1, 33, 4)).toMatchObject({
      trialId: 'nest-sync-20vu-r1',
      vus: 20,
      continues: first.trialId,
      durationSeconds: 30,
      start: { kind: 'staggered', overSeconds: 4 },
    });
  });

  it('is a repeat where there have been as many users before', () => {
    expect(nextSegment(first, 10, 2, 33, 0)).toMatchObject({ trialId: 'nest-sync-10vu-r2', repeat: 2 });
  });
});

describe('cutTo', () => {
  it('is as long as the window was', () => {
    expect(cutTo(trialOf('/sync', 10), 12.34567).durationSeconds).toBe(12.346);
  });
});
