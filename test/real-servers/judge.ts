import type { ProbeResult } from '@headroom/contract/probe.ts';
import type { RightAnswer, Truth } from './truth.ts';

/** Users, and how many of them had an answer inside the window. */
export type UsersAnswered = Pick<ProbeResult['levels'][number]['users'], 'there' | 'answered'>;

/** What is judged of a probe. */
export interface Judged {
  readonly said: Pick<ProbeResult, 'classification' | 'effectiveConcurrency'> & {
    readonly levels: readonly { readonly users: UsersAnswered }[];
    readonly warnings: readonly { readonly code: string }[];
  };
  readonly seconds: number;
}

const longestProbeSeconds = 60;
/** Two windows of the same load differ by a user or two. */
const tolerated = (there: number): number => Math.max(1, Math.round(there / 10));

/** Those of the highest level that it tried. */
export const usersAtTop = ({ levels }: Judged['said']): UsersAnswered =>
  levels.at(-1)?.users ?? { there: 0, answered: 0 };

/**
 * What is wrong with what a probe said, in sentences; empty where it is right.
 * @param client the users of the independent client, as many as the probe had at its highest level
 */
export function judge(truth: Truth, probed: Judged, client: UsersAnswered): string[] {
  const { classification, effectiveConcurrency: k, warnings } = probed.said;
  const marks = warnings.map(({ code }) => code);
  const isRight = ({ kind, concurrency, marks: needed = [] }: RightAnswer): boolean =>
    kind === classification &&
    (concurrency === null || (k !== null && k >= concurrency.atLeast && k <= concurrency.atMost)) &&
    needed.every((mark) => marks.includes(mark));
  const wrong: string[] = [];
  if (!truth.answers.some(isRight)) {
    const marked = marks.length > 0 ? `, marked ${marks.join(', ')}` : '';
    wrong.push(
      `It says ${classification}, k ${k === null ? 'not told' : round(k)}${marked}; right would be ${truth.answers.map(inWords).join(', or ')}.`,
    );
  }
  if (probed.seconds > longestProbeSeconds) {
    wrong.push(`It took ${probed.seconds.toFixed(0)} s, more than ${longestProbeSeconds}.`);
  }
  return [...wrong, ...judgeServed(truth, usersAtTop(probed.said), client, marks.includes('starved'))];
}

function judgeServed(
  { served }: Truth,
  probe: UsersAnswered,
  client: UsersAnswered,
  saysStarved: boolean,
): string[] {
  if (served === 'changing') return [];
  const { there, answered } = client;
  const wrong: string[] = [];
  const expected = served === 'as seen' ? answered : served === 'all' ? there : Math.min(served, there);
  if (Math.abs(answered - expected) > tolerated(there)) {
    wrong.push(`The independent client saw ${answered} of ${there} users answered, not ${expected}.`);
  }
  if (Math.abs(probe.answered / probe.there - answered / there) * there > tolerated(there)) {
    wrong.push(
      `It saw ${probe.answered} of ${probe.there} users answered, the independent client ${answered} of ${there}.`,
    );
  }
  if (there - answered > tolerated(there) && !saysStarved) {
    wrong.push(`It does not say that ${there - answered} of ${there} users are starved.`);
  }
  if (served === 'all' && answered === there && saysStarved)
    wrong.push('It says starved, and all are served.');
  return wrong;
}

function inWords({ kind, concurrency, marks = [] }: RightAnswer): string {
  const k =
    concurrency === null ? '' : ` with k from ${round(concurrency.atLeast)} to ${round(concurrency.atMost)}`;
  return `${kind}${k}${marks.length > 0 ? `, marked ${marks.join(', ')}` : ''}`;
}

const round = (k: number): number => Number(k.toPrecision(3));
