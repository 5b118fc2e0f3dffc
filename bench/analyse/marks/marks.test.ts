import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from '../fixtures/records.ts';
import type { LoneUser } from '../lone-user.ts';
import { summariseCell } from '../summarise-cell.ts';
import { clock } from './clock.ts';

const lone: LoneUser = { beforeSeconds: 1, afterSeconds: null, isCold: false, varies: false };
const transport = { connectSeconds: 0.0001, failedSeconds: null, resentShare: 0 };
/** Four users for 30 s without a pause, served in 1 s each. */
const trial = { ...trialOf('/async', 4), thinkTime: { minSeconds: 0, maxSeconds: 0 } };
const steady: Partial<MeasuredRecord> = {
  requests: 120,
  inFlightAtCutoff: 4,
  latency: latencyBetween(0.98, 1.02),
  users: { everAnswered: 4, answers: [30, 30, 30, 30] },
  transport,
  looked: { answers: 20, other: 0 },
};

const cellOf = (figures: Partial<MeasuredRecord>, known: LoneUser = lone): Cell =>
  summariseCell([recordOf(trial, { ...steady, ...figures })], { declared: 1, observed: [1] }, 1, null, known);
const marksOf = (cell: Cell): string[] => cell.warnings.map(({ code }) => code);
const messageOf = (cell: Cell, mark: string): string =>
  cell.warnings.find(({ code }) => code === mark)?.message ?? '';

it('a cell whose users are all served has no mark, and says who was answered', () => {
  const cell = cellOf({});
  expect(marksOf(cell)).toEqual([]);
  expect(cell.users).toEqual({ there: 4, answered: 4, fewestAnswers: 30, mostAnswers: 30 });
});

describe('starved', () => {
  it('counts those who were not answered while others were, and says whose wait it is not', () => {
    const cell = cellOf({ requests: 60, users: { everAnswered: 2, answers: [30, 0, 30, 0] } });
    expect(marksOf(cell)).toEqual(['starved']);
    expect(messageOf(cell, 'starved')).toMatch(
      /2 of 4 users were not answered at all \(answers to a user: 0 to 30\).*served in turn each would wait 2\.00 s/,
    );
  });

  it('is not said where so few answers came that not everybody could have one', () => {
    const users = { everAnswered: 3, answers: [1, 1, 1, 0] };
    expect(marksOf(cellOf({ requests: 3, latency: latencyBetween(20, 28), users }))).not.toContain('starved');
  });
});

describe('unanswered', () => {
  it('names requests that are lost, of users who had been answered before', () => {
    const cell = cellOf({ requests: 80, users: { everAnswered: 4, answers: [30, 20, 18, 12] } });
    expect(marksOf(cell)).toEqual(['unanswered']);
    expect(messageOf(cell, 'unanswered')).toMatch(
      /On average 1\.3 users waited for an answer that never came/,
    );
  });

  it('is not said where answers may just be slow', () => {
    const slow = cellOf({
      requests: 10,
      latency: latencyBetween(2, 16),
      users: { everAnswered: 4, answers: [4, 3, 2, 1] },
    });
    expect(marksOf(slow)).not.toContain('unanswered');
  });
});

describe('connecting', () => {
  it('shows what a user waits before the latency begins', () => {
    const cell = cellOf({ requests: 30, transport: { ...transport, connectSeconds: 3 } });
    expect(marksOf(cell)).toEqual(['connecting']);
    expect(messageOf(cell, 'connecting')).toMatch(
      /waits 4\.00 s for an answer, of which 3\.00 s is for a connection/,
    );
    expect(cell.connectSeconds).toBe(3);
  });
});

describe('clock', () => {
  it('names the trials of which nothing was seen from inside, and by how much the clocks differed', () => {
    const cell = cellOf({ clockAheadSeconds: -3600 });
    expect(marksOf(cell)).toEqual(['clock']);
    expect(messageOf(cell, 'clock')).toMatch(/^k6's clock was 3600\.0 s behind the runner's: .* left out/);
    const records = [null, 2, 5].map((clockAheadSeconds) =>
      recordOf(trial, { ...steady, clockAheadSeconds }),
    );
    expect(clock(records)?.message).toMatch(/^In 2 of 3 trials k6's clock was 5\.00 s ahead of the runner's/);
  });
});

describe('refused', () => {
  const failures = { 'no-answer': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 600 };
  const shed = {
    requests: 660,
    failedRequests: 600,
    failures,
    users: { everAnswered: 4, answers: [15, 15, 15, 15] },
  };

  it('is a failure at once beside right answers that take their time', () => {
    const cell = cellOf({ ...shed, transport: { ...transport, failedSeconds: 0.1 } });
    expect(marksOf(cell)).toEqual(['failed-requests', 'refused']);
    expect(messageOf(cell, 'refused')).toMatch(/takes about 2\.0 at a time, and turns away who comes beyond/);
  });

  it('is none where failures take as long as answers', () => {
    expect(marksOf(cellOf({ ...shed, transport: { ...transport, failedSeconds: 0.9 } }))).not.toContain(
      'refused',
    );
  });
});

describe('resent', () => {
  it('is a share of answers to a second attempt', () => {
    expect(marksOf(cellOf({ transport: { ...transport, resentShare: 0.1 } }))).toEqual(['resent']);
    // One alone is chance.
    expect(marksOf(cellOf({ transport: { ...transport, resentShare: 1 / 120 } }))).toEqual([]);
  });
});

describe('answers that come sooner than a lone user’s', () => {
  const quick = {
    requests: 600,
    latency: latencyBetween(0.19, 0.21),
    users: { everAnswered: 4, answers: [150, 150, 150, 150] },
  };

  it('are other answers where their bodies are', () => {
    const cell = cellOf({ ...quick, looked: { answers: 20, other: 15 } });
    expect(marksOf(cell)).toContain('other-answer');
    expect(messageOf(cell, 'other-answer')).toMatch(/15 of 20 answers.*sooner \(200 ms, alone 1\.00 s\)/);
  });

  it('tell of a cold lone user where they are the same', () => {
    expect(marksOf(cellOf(quick))).toContain('cold-lone-user');
  });

  it('are not told to be the same by too few that were looked into', () => {
    for (const answers of [0, 1]) {
      const cell = cellOf({ ...quick, looked: { answers, other: 0 } });
      expect(cell.warnings.map(({ code }) => code)).toContain('other-answer');
      expect(cell.warnings.map(({ message }) => message).join()).toContain(
        `Looked into: ${answers}, too few to tell.`,
      );
    }
  });

  it('are other answers where he is no quicker when asked again', () => {
    const cell = cellOf(quick, { beforeSeconds: 1, afterSeconds: 1.01, isCold: false, varies: false });
    expect(messageOf(cell, 'other-answer')).toMatch(
      /alone 1\.00 s before and 1\.01 s after.*no quicker when asked again/,
    );
  });

  it('are not told by their bodies where his own vary', () => {
    expect(marksOf(cellOf({ looked: { answers: 20, other: 9 } }, { ...lone, varies: true }))).toEqual([]);
  });

  it('are told without their speed, too: one wrong body is enough', () => {
    expect(marksOf(cellOf({ looked: { answers: 20, other: 1 } }))).toEqual(['other-answer']);
  });
});

describe('throttled', () => {
  const held = (throttledSeconds: number | null) => {
    const { subject } = recordOf(trial, steady);
    return cellOf({ subject: { ...subject, throttledSeconds } });
  };

  it('says for how long a quota held the subject back, and what share of the window that is', () => {
    const cell = held(7.5);
    expect(marksOf(cell)).toEqual(['throttled']);
    expect(messageOf(cell, 'throttled')).toMatch(
      /^a quota on its CPU time held the subject back for 7\.50 s of a window of 30\.0 s \(25\.0 %/,
    );
  });

  it('is left out where it is less than a hundredth, or not known', () => {
    for (const cell of [held(0.2), held(0), held(null)]) expect(marksOf(cell)).toEqual([]);
  });
});
