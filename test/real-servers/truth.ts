import type { ScalingKind } from '@headroom/contract/scaling.ts';

/** A right answer of a probe. */
export interface RightAnswer {
  readonly kind: ScalingKind;
  /** Requests served at a time, with how far the probe may be from it; null where the answer needs none. */
  readonly concurrency: { readonly atLeast: number; readonly atMost: number } | null;
  /** Codes of warnings that it takes. */
  readonly marks?: readonly string[];
}

/** What a probe should say of a server, known from how that is built. */
export interface Truth {
  /** In a few words, for the table. */
  readonly inWords: string;
  /** Any of these is right. */
  readonly answers: readonly RightAnswer[];
  /**
   * Users with an answer at the highest level: all, so many and no more, or as an independent client sees it; changing
   * where that client, which comes later, meets another server than the probe did.
   */
  readonly served: 'all' | 'as seen' | 'changing' | number;
}

/** A margin of 15 % on each side: more than what a busy machine makes of a window of some seconds. */
const about = (k: number) => ({ atLeast: k * 0.85, atMost: k * 1.15 });
const oneAtATime: RightAnswer = { kind: 'one-at-a-time', concurrency: about(1) };
const pool = (k: number): RightAnswer => ({ kind: 'pool', concurrency: about(k) });
/** Two loops that each serve one at a time, and connections that belong to one of them. */
const twoLoops: RightAnswer = { kind: 'loops', concurrency: { atLeast: 1.4, atMost: 2.3 } };

export const blockedLoop: Truth = {
  inWords: 'one at a time',
  answers: [oneAtATime],
  served: 'all',
};

// libuv lets in one new connection a turn: who comes late may have no answer at all within the window.
export const blockedLibuvLoop: Truth = { ...blockedLoop, served: 'as seen' };

// It serves ten requests of a connection in a row before another has its turn, so that a short window misses some.
export const fiveThreads: Truth = { inWords: 'pool of 5', answers: [pool(5)], served: 'as seen' };

// A worker keeps its connection for as long as the client does: the others are never answered.
export const fiveTiedWorkers: Truth = {
  inWords: 'pool of 5, only 5 users served',
  answers: [{ ...pool(5), marks: ['starved'] }],
  served: 5,
};

// It starts processes as they are needed, for some ten seconds: a probe may meet it at any of their numbers, and 150
// are more than it tries. What it must not say is that users are in one another's way.
export const growingTo150: Truth = {
  inWords: 'grows to 150',
  answers: [
    { kind: 'unknown', concurrency: null, marks: ['growing'] },
    { kind: 'scales', concurrency: { atLeast: 100, atMost: 150 } },
    pool(150),
  ],
  served: 'changing',
};

export const fourProcesses: Truth = { inWords: 'pool of 4', answers: [pool(4)], served: 'all' };

// A probe tries no more than 128 users.
export const twoHundredThreads: Truth = {
  inWords: 'scales (200 threads)',
  answers: [{ kind: 'scales', concurrency: { atLeast: 100, atMost: 200 } }],
  served: 'all',
};

// Connections are dealt out as they come, so two users may share a loop while the other idles: with few users the
// throughput depends on luck, and a probe that says so without a class is right too. Where luck has dealt them evenly at
// each level, loops serve exactly as a pool does: then that is what can be known, and the advice names event loops.
export const twoTiedLoops: Truth = {
  inWords: '2 loops',
  answers: [twoLoops, pool(2), { kind: 'unknown', concurrency: null }],
  served: 'all',
};

// A worker of Tokio that idles takes over what waits for another, most of the time: between a pool and tied loops.
export const twoStealingWorkers: Truth = {
  inWords: '2 loops or pool of 2',
  answers: [twoLoops, pool(2), { kind: 'unknown', concurrency: null }],
  served: 'all',
};
