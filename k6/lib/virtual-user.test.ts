import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Surroundings, virtualUser } from './virtual-user.ts';

/** A user on a clock of its own: each request takes what the script says, each thought 0.5 s. */
function user(
  answers: { status?: number; seconds: number }[],
  firstRequestAt: number,
  windowStartsAt: number,
) {
  let now = 100;
  const requests: { from: number; to: number }[] = [];
  const seen = {
    entered: [] as number[],
    straddling: [] as number[],
    failures: [] as string[],
    answeredUsers: 0,
    answers: 0,
  };
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
      return status;
    },
    lastDurationSeconds: () => {
      const { from = 0, to = 0 } = requests.at(-1) ?? {};
      return to - from;
    },
    enterWindow: () => seen.entered.push(now),
    countStraddling: (seconds) => seen.straddling.push(seconds),
    noteAnswer: () => undefined,
    countFailure: (kind) => seen.failures.push(kind),
    countIdleAtCutoff: () => undefined,
    countAnsweredUser: () => {
      seen.answeredUsers++;
    },
    countAnswers: (answers) => {
      seen.answers += answers;
    },
  };
  const iterate = virtualUser({ firstRequestAt, windowStartsAt, windowEndsAt: 1000, users: 1 }, around);
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
  class CutOff extends Error {}

  /** The requests of one user on a clock of its own, until the load is cut off, and what was counted of them. */
  function load(
    windowStartsAt: number,
    endsAt: number,
    firstRequestAt: number,
    serviceSeconds: () => number,
  ) {
    let now = 100;
    let tagged = false;
    const ended: { from: number; to: number }[] = [];
    let counted = 0;
    let idle = 0;
    let answers = 0;
    let waiting = false;
    const pass = (seconds: number) => {
      if (now + seconds >= endsAt) throw new CutOff();
      now += seconds;
    };
    const around: Surroundings = {
      expectedStatus: 200,
      now: () => now,
      sleep: pass,
      thinkSeconds: () => 0.15,
      request: () => {
        const from = now;
        const durationSeconds = serviceSeconds();
        waiting = true;
        pass(durationSeconds);
        waiting = false;
        ended.push({ from, to: now });
        // k6 keeps the samples of a tagged request, which is tagged when it starts.
        if (tagged) counted++;
        return 200;
      },
      lastDurationSeconds: () => 0,
      enterWindow: () => {
        tagged = true;
      },
      countStraddling: () => {
        counted++;
      },
      countFailure: () => {
        throw new Error('nothing failed');
      },
      countIdleAtCutoff: () => {
        idle++;
      },
      noteAnswer: () => undefined,
      countAnsweredUser: () => undefined,
      countAnswers: (more) => {
        answers += more;
      },
    };
    const iterate = virtualUser({ firstRequestAt, windowStartsAt, windowEndsAt: endsAt, users: 1 }, around);
    try {
      for (;;) iterate();
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
    }
    return { ended, counted, idle, waiting, answers };
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
          const [from, to] = [100 + warmup, 100 + warmup + duration];
          const loads = users.map(({ offset, services }) => {
            let turn = 0;
            return load(from, to, 100 + offset, () => services[turn++ % services.length] as number);
          });
          const inside = loads
            .flatMap(({ ended }) => ended)
            .filter((request) => request.to >= from && request.to < to);
          expect(loads.reduce((sum, { counted }) => sum + counted, 0)).toBe(inside.length);
          for (const { idle, waiting, answers, counted } of loads) {
            expect(idle).toBe(waiting ? 0 : 1);
            expect(answers).toBeLessThanOrEqual(counted);
            // Who waits at the end has perhaps not told of the last second.
            if (!waiting) expect(answers).toBe(counted);
          }
        },
      ),
    );
  });
});
