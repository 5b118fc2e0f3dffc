import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Window } from './requests.ts';
import { type Surroundings, type UserCount, virtualUser } from './virtual-user.ts';

/** A user on a clock of its own: each request takes what the script says, each thought 0.5 s. */
function user(
  answers: { status?: number; seconds: number }[],
  firstRequestAt: number,
  windowStartsAt: number,
) {
  let now = 100;
  const requests: { from: number; to: number }[] = [];
  const seen = { entered: [] as number[], straddling: [] as number[], failures: [] as string[] };
  const around: Surroundings = {
    expectedStatus: 200,
    now: () => now,
    sleep: (seconds) => {
      now += seconds;
    },
    thinkSeconds: () => 0.5,
    request: () => {
      const { status = 200, seconds } = answers[requests.length] ?? { seconds: 1 };
      requests.push({ from: now, to: now + seconds });
      now += seconds;
      return { status, durationSeconds: seconds };
    },
    enterWindow: () => seen.entered.push(now),
    countStraddling: (seconds) => seen.straddling.push(seconds),
    countFailure: (kind) => seen.failures.push(kind),
    countUser: () => undefined,
  };
  const iterate = virtualUser(firstRequestAt, { startsAt: windowStartsAt, endsAt: 1000 }, around);
  for (const _ of answers) iterate();
  return { ...seen, requests };
}

describe('virtualUser', () => {
  it('waits for its turn, then requests and thinks in turn', () => {
    const { requests } = user([{ seconds: 1 }, { seconds: 2 }, { seconds: 1 }], 100.7, 200);
    expect(requests).toEqual([
      { from: 100.7, to: 101.7 },
      { from: 102.2, to: 104.2 },
      { from: 104.7, to: 105.7 },
    ]);
  });

  it('counts an answer where it ends, and tags a request by where it starts', () => {
    const { requests, entered, straddling } = user(
      [{ seconds: 1 }, { seconds: 3 }, { seconds: 1 }, { seconds: 9 }],
      100,
      102,
    );
    expect(requests[1]).toEqual({ from: 101.5, to: 104.5 });
    expect(straddling).toEqual([3]);
    expect(entered).toEqual([105]);
  });

  it('counts nothing that ends before the window', () => {
    const { straddling, failures, entered } = user([{ seconds: 1 }, { seconds: 1, status: 500 }], 100, 110);
    expect({ straddling, failures, entered }).toEqual({ straddling: [], failures: [], entered: [] });
  });

  it('counts failures inside the window by kind, those that straddle its start included', () => {
    const { straddling, failures } = user(
      [503, 0, 404, 302, 204].map((status) => ({ status, seconds: 1 })),
      100,
      100.5,
    );
    expect(failures).toEqual(['5xx', 'no-answer', '4xx', '3xx', '2xx']);
    expect(straddling).toEqual([]);
  });
});

describe('all users of a trial', () => {
  /** The requests of one user on a clock of its own, until the load is over, and what was counted of them. */
  function load(window: Window, firstRequestAt: number, serviceSeconds: () => number) {
    let now = 100;
    let tagged = false;
    const ended: { from: number; to: number }[] = [];
    let counted = 0;
    const told: UserCount[] = [];
    const around: Surroundings = {
      expectedStatus: 200,
      now: () => now,
      sleep: (seconds) => {
        now += seconds;
      },
      thinkSeconds: () => 0.15,
      request: () => {
        const from = now;
        const durationSeconds = serviceSeconds();
        if (now + durationSeconds >= window.endsAt) {
          now = window.endsAt;
          return { status: 0, durationSeconds: now - from };
        }
        now += durationSeconds;
        ended.push({ from, to: now });
        // k6 keeps the samples of a tagged request, which is tagged when it starts.
        if (tagged) counted++;
        return { status: 200, durationSeconds };
      },
      enterWindow: () => {
        tagged = true;
      },
      countStraddling: () => {
        counted++;
      },
      countFailure: () => {
        throw new Error('nothing failed');
      },
      countUser: (user) => told.push(user),
    };
    const iterate = virtualUser(firstRequestAt, window, around);
    // k6 ends when its own clock says so, which may be a little later.
    while (now < window.endsAt + 0.2) iterate();
    return { ended, counted, told };
  }

  it('count exactly what ends inside the window, whatever straddles its edges', () => {
    const seconds = fc.double({ min: 0.05, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ offset: seconds, services: fc.array(seconds, { minLength: 1 }) }), {
          minLength: 1,
        }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        (users, warmup, duration) => {
          const window = { startsAt: 100 + warmup, endsAt: 100 + warmup + duration };
          const isInside = ({ to }: { to: number }) => to >= window.startsAt && to < window.endsAt;
          for (const { offset, services } of users) {
            let turn = 0;
            const next = () => services[turn++ % services.length] as number;
            const { ended, counted, told } = load(window, 100 + offset, next);
            const inside = ended.filter(isInside).length;
            expect(counted).toBe(inside);
            // Each tells once what it got, unless it would have come after the end.
            if (100 + offset >= window.endsAt) expect(told).toEqual([]);
            else expect(told).toEqual([{ answers: inside, waiting: turn > ended.length }]);
          }
        },
      ),
    );
  });

  it('are told apart: who is answered often, once, wrongly, and never', () => {
    const window = { startsAt: 100, endsAt: 110 };
    const answersTo = (serviceSeconds: number) => load(window, 100, () => serviceSeconds).told;
    expect(answersTo(0.7)).toEqual([{ answers: 11, waiting: true }]);
    expect(answersTo(9)).toEqual([{ answers: 1, waiting: true }]);
    expect(answersTo(9.9)).toEqual([{ answers: 1, waiting: false }]);
    expect(answersTo(60)).toEqual([{ answers: 0, waiting: true }]);
  });

  it('are answered by an error too, and not by silence', () => {
    const answers = (status: number) => {
      let now = 100;
      const told: UserCount[] = [];
      const iterate = virtualUser(
        100,
        { startsAt: 100, endsAt: 103 },
        {
          expectedStatus: 200,
          now: () => now,
          sleep: (seconds) => {
            now += seconds;
          },
          thinkSeconds: () => 0.5,
          request: () => {
            now += 0.5;
            return { status, durationSeconds: 0.5 };
          },
          enterWindow: () => undefined,
          countStraddling: () => undefined,
          countFailure: () => undefined,
          countUser: (user) => told.push(user),
        },
      );
      while (now < 103.1) iterate();
      return told;
    };
    expect(answers(503)).toEqual([{ answers: 3, waiting: false }]);
    expect(answers(0)).toEqual([{ answers: 0, waiting: false }]);
  });
});
