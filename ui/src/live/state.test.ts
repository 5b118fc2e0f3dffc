import type { LiveEvent, LiveSecond } from '@headroom/contract/live.ts';
import { describe, expect, it } from 'vitest';
import { linksNow } from './links-now.ts';
import { isLoadSteered, isRunning, latestOf, most, nothingYet, type Received, receive } from './state.ts';

const second = (atSeconds: number, users = 10): LiveEvent => ({
  kind: 'second',
  second: {
    atSeconds,
    users,
    throughputRps: 9,
    idealRps: 9.1,
    p50Seconds: 1,
    p95Seconds: 1.1,
    p99Seconds: 1.2,
    failuresPerSecond: 0,
    inFlight: users,
    stallSeconds: 0.001,
    loopUtilization: 0.02,
    subjectCpuShare: 0.03,
    generatorCpuShare: 0.02,
    bystanderP50Seconds: 0.002,
  } satisfies LiveSecond,
});
const started = (runId: string): LiveEvent => ({
  kind: 'started',
  run: { runId, startedAt: 1000, words: `AsyncUser of ${runId}`, canChangeUsers: true, links: [] },
});
const trial = (place: number, of: number): LiveEvent => ({
  kind: 'trial',
  trialId: `t${place}`,
  words: 'nest /async, 10 users',
  place,
  of,
  remainingSeconds: 60,
  canChangeUsers: true,
});
const ended = (runId: string): LiveEvent => ({
  kind: 'ended',
  runId,
  state: 'done',
  words: 'It is done.',
  hasReport: true,
  links: [],
});
const from = (firstId: number, ...events: LiveEvent[]): Received[] =>
  events.map((event, i) => ({ id: firstId + i, event }));

describe('receive', () => {
  it('keeps what a run told', () => {
    const state = receive(
      nothingYet,
      from(
        7,
        started('a'),
        trial(1, 1),
        { kind: 'log', atSeconds: 1001, text: 'hello' },
        second(1001),
        { kind: 'users', users: 20, words: '20 users from now on.' },
        second(1002, 20),
      ),
    );
    expect(state).toMatchObject({
      run: { runId: 'a' },
      trialSince: 1001,
      usersAsked: 20,
      log: [{ text: 'hello' }],
      news: '20 users from now on.',
      end: null,
    });
    expect(state.seconds.map(({ users }) => users)).toEqual([10, 20]);
    expect(isRunning(state)).toBe(true);
    expect(isRunning(receive(state, from(13, ended('a'))))).toBe(false);
  });

  it('is the same in one go and event by event', () => {
    const events = from(1, started('a'), trial(1, 2), second(1001), trial(2, 2), second(1003), ended('a'));
    const oneByOne = events.reduce((state, event) => receive(state, [event]), nothingYet);
    expect(oneByOne).toEqual(receive(nothingYet, events));
  });

  it('leaves the state that it was given as it was', () => {
    const before = receive(nothingYet, from(1, started('a'), second(1001)));
    receive(before, from(3, second(1002)));
    expect(before.seconds).toHaveLength(1);
  });

  it('takes no event twice when the server tells everything again', () => {
    const events = from(1, started('a'), trial(1, 1), second(1001), second(1002));
    const state = receive(receive(nothingYet, events), [...events, ...from(5, second(1003))]);
    expect(state.seconds.map(({ atSeconds }) => atSeconds)).toEqual([1001, 1002, 1003]);
  });

  it('begins anew with another run', () => {
    const first = receive(nothingYet, from(1, started('a'), second(1001), ended('a')));
    const state = receive(first, from(4, started('b'), trial(1, 1)));
    expect(state).toMatchObject({ run: { runId: 'b' }, seconds: [], end: null, trialSince: null });
  });

  it.each([1_000_000, 3])('begins anew with another life of the server, whose ids start at %i', (id) => {
    const first = receive(nothingYet, from(50, started('a'), second(1001), second(1002)));
    const state = receive(first, from(id, started('a'), second(1001)));
    expect(state.seconds).toHaveLength(1);
    expect(state.lastId).toBe(id + 1);
  });

  it('keeps the latest of a very long run', () => {
    const events = from(2, ...Array.from({ length: most.seconds + 5 }, (_, i) => second(1001 + i)));
    const state = receive(receive(nothingYet, from(1, started('a'))), events);
    expect(state.seconds).toHaveLength(most.seconds);
    expect(state.seconds.at(-1)?.atSeconds).toBe(1000 + most.seconds + 5);
  });

  it('says which trial of several begins, and nothing of the only one', () => {
    expect(receive(nothingYet, from(1, started('a'), trial(3, 7))).news).toBe(
      'Trial 3 of 7: nest /async, 10 users.',
    );
    expect(receive(nothingYet, from(1, started('a'), trial(1, 1))).news).toBe('Started: AsyncUser of a.');
  });

  it('passes over what it does not know', () => {
    const unknown = { kind: 'weather' } as unknown as LiveEvent;
    expect(receive(nothingYet, [{ id: 9, event: unknown }])).toMatchObject({ lastId: 9, run: null });
  });
});

const trialEnded = (place: number): LiveEvent => ({
  kind: 'trial-ended',
  trialId: `t${place}`,
  measured: true,
  words: 'Measured.',
});
const fixed = (place: number): LiveEvent => ({ ...trial(place, 2), canChangeUsers: false }) as LiveEvent;
const after = (...events: LiveEvent[]) => receive(nothingYet, from(1, started('a'), ...events));

describe('the latest second', () => {
  it('is none while a trial of a preset is made ready', () => {
    expect(latestOf(after(fixed(1), second(1001)))?.atSeconds).toBe(1001);
    expect(latestOf(after(fixed(1), second(1001), trialEnded(1)))).toBeUndefined();
    expect(latestOf(after(fixed(1), second(1001), trialEnded(1), fixed(2)))).toBeUndefined();
    expect(latestOf(after(fixed(1), second(1001), fixed(2), second(1009)))?.atSeconds).toBe(1009);
  });

  it('stays with a load that goes on from trial to trial, and at the end', () => {
    expect(latestOf(after(trial(1, 1), second(1001), trialEnded(1), trial(2, 2)))?.atSeconds).toBe(1001);
    expect(latestOf(after(fixed(1), second(1001), trialEnded(1), ended('a')))?.atSeconds).toBe(1001);
  });
});

describe('a load whose users can be changed', () => {
  it('goes on from its trial to the end of that', () => {
    expect(isLoadSteered(after())).toBe(false);
    expect(isLoadSteered(after(trial(1, 1)))).toBe(true);
    expect(isLoadSteered(after(trial(1, 1), trialEnded(1)))).toBe(false);
    expect(isLoadSteered(after(trial(1, 1), trialEnded(1), fixed(2)))).toBe(false);
  });

  it('is all that k6 shows its dashboard of', () => {
    const links = ['Grafana', 'k6 dashboard'].map((title) => ({ title, url: 'http://127.0.0.1/' }));
    const titles = (state: ReturnType<typeof after>) =>
      linksNow({ ...state, run: state.run && { ...state.run, links } }).map(({ title }) => title);
    expect(titles(after())).toEqual(['Grafana']);
    expect(titles(after(trial(1, 1)))).toEqual(['Grafana', 'k6 dashboard']);
    expect(titles(after(trial(1, 1), trialEnded(1), fixed(2)))).toEqual(['Grafana']);
  });

  it('is what users are asked for of, and not the lone user after it', () => {
    const lone: LiveEvent = { kind: 'users', users: 1, words: 'nest /async, 1 user' };
    const many: LiveEvent = { kind: 'users', users: 50, words: 'nest /async, 50 users' };
    expect(after(trial(1, 1), many, trialEnded(1), fixed(2), lone).usersAsked).toBe(50);
  });
});
