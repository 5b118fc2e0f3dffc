import { randomSeed, sleep } from 'k6';
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import type { AnswerShape } from '../../contract/answer-shape.ts';
import { startOffsetSeconds } from '../../contract/trial-input.ts';
import { answeredNote, answersNote } from '../../contract/user-notes.ts';
import { askAsBystander } from '../lib/bystander.ts';
import { connect, loadDuration, loadTimes, note, optionsOf, requestSurroundings } from '../lib/load.ts';
import { turnsToLook } from '../lib/look.ts';
import { type K6Summary, metric, summarise } from '../lib/summary.ts';
import { trial } from '../lib/trial-input.ts';
import { verifyAnswer } from '../lib/verify.ts';
import { virtualUser } from '../lib/virtual-user.ts';

/**
 * One trial in the closed model: `vus` users ask one endpoint, each thinking between an answer and its
 * next request.
 */
const idleAtCutoff = new Counter(metric.idleAtCutoff);

export const options = optionsOf({
  executor: 'constant-vus',
  vus: trial.vus,
  duration: loadDuration,
  gracefulStop: '0s',
});

export function setup(): AnswerShape {
  return verifyAnswer();
}

let iterate: (() => void) | undefined;

// k6 finds its entry points by name; the users' one has to be the default export.
// biome-ignore lint/style/noDefaultExport: k6's interface
export default function (before: AnswerShape): void {
  iterate ??= enter(before);
  iterate();
}

/** Somebody else meanwhile, where the trial has bystanders. */
export function bystander(): void {
  askAsBystander();
}

/** The first thing each user does: k6 gives every user its own copy of this module. */
function enter(before: AnswerShape): () => void {
  // Not the user's own number: k6 shares the numbers out among the scenarios as it likes.
  const index = exec.scenario.iterationInTest % trial.vus;
  const { startedAt, windowStartsAt } = loadTimes();
  const { minSeconds, maxSeconds } = trial.thinkTime;
  randomSeed(trial.seed + index);
  connect();

  return virtualUser(
    {
      firstRequestAt: startedAt + startOffsetSeconds(trial.start, index, trial.vus),
      windowStartsAt,
      windowEndsAt: windowStartsAt + trial.durationSeconds,
      users: trial.vus,
    },
    {
      ...requestSurroundings(before, turnsToLook(windowStartsAt, index, trial.vus)),
      sleep,
      thinkSeconds: () => minSeconds + Math.random() * (maxSeconds - minSeconds),
      countIdleAtCutoff: () => idleAtCutoff.add(1),
      countAnsweredUser: () => note(answeredNote(index)),
      countAnswers: (answers) => note(answersNote(index, answers)),
    },
  );
}

export function handleSummary(data: K6Summary): Record<string, string> {
  return { [trial.summaryPath]: `${JSON.stringify(summarise(trial, data))}\n` };
}
