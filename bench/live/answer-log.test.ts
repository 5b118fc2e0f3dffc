import { bystanderUser } from '@headroom/contract/steering.ts';
import { describe, expect, it } from 'vitest';
import { answerLog } from './answer-log.ts';

const answer = (askedAt: number, endedAt: number, status = 200) => [
  askedAt,
  endedAt,
  endedAt - askedAt,
  status,
];
const report = (answers: number[][], waitingSince: number | null = null, sent: number[] = []) => ({
  answers: answers.flat(),
  waitingSince,
  sent,
});

describe('answerLog', () => {
  it('counts what ended inside the window, whenever it was asked', () => {
    const log = answerLog(200, false);
    log.add('0', report([answer(9, 10.5), answer(10.6, 11), answer(19, 20), answer(19.5, 20.5)]));
    const { within, failures } = log.summary('t', 5, { from: 10, to: 20 }, 1);
    expect(within).toMatchObject({ state: 'some', count: 2, max: 1.5 });
    expect(failures).toEqual({ 'no-answer': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 });
  });

  it('tells failures apart, and leaves their latency out', () => {
    const log = answerLog(201, false);
    const statuses = [201, 200, 302, 404, 503, 0];
    log.add('0', report(statuses.map((status, i) => answer(10 + i, 10.5 + i, status))));
    const { within, failures } = log.summary('t', 5, { from: 10, to: 20 }, 1);
    expect(within).toMatchObject({ count: 1 });
    expect(failures).toEqual({ 'no-answer': 1, '2xx': 1, '3xx': 1, '4xx': 1, '5xx': 1 });
  });

  it('knows who was waiting when the window closed, also for an answer that came since', () => {
    const log = answerLog(200, false);
    log.add('0', report([answer(18, 19)], null));
    log.add('1', report([], 15));
    log.add('2', report([answer(19, 20.2)], 20.3));
    log.add('3', report([answer(18, 19.9)], 20.1));
    const { idleUsersAtCutoff } = log.summary('t', 5, { from: 10, to: 20 }, 4);
    expect(4 - idleUsersAtCutoff).toBe(2);
    expect(log.waiting()).toBe(3);
  });

  it('gives each second its quantiles', () => {
    const log = answerLog(200, false);
    log.add('0', report([answer(10, 10.1), answer(10.1, 10.4), answer(10.4, 10.5, 500), answer(10.9, 11)]));
    const second = log.second({ from: 10, to: 11 });
    expect(second).toMatchObject({ right: 2, failed: 1, bystanderP50Seconds: null });
    expect(second.p50Seconds).toBeCloseTo(0.2, 9);
    expect(log.second({ from: 12, to: 13 })).toMatchObject({ right: 0, p50Seconds: null });
  });

  it('keeps the bystander apart: what was sent inside the window, and answered before it closed', () => {
    const log = answerLog(200, true);
    const answers = [answer(9.9, 10.1), answer(11, 11.2), answer(12, 12.1, 500), answer(19.9, 20.1)];
    log.add(bystanderUser, report(answers, null, [9.9, 11, 12, 13, 19.9]));
    expect(log.summary('t', 5, { from: 10, to: 20 }, 0)).toMatchObject({
      within: { state: 'empty' },
      bystander: { sent: 4, failed: 1, answered: { count: 1 } },
    });
    expect(log.waiting()).toBe(0);
    expect(log.second({ from: 13, to: 14 }).bystanderP50Seconds).toBe(1);
    expect(log.second({ from: 11, to: 12 }).bystanderP50Seconds).toBeCloseTo(0.2, 9);
  });

  it('forgets what ended before', () => {
    const log = answerLog(200, false);
    log.add('0', report([answer(1, 2), answer(2, 3)]));
    log.forgetBefore(2.5);
    expect(log.summary('t', 0, { from: 0, to: 10 }, 1).within).toMatchObject({ count: 1 });
  });
});
