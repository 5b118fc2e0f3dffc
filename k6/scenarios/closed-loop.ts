import { randomSeed, sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Gauge } from 'k6/metrics';
import { startOffsetSeconds } from '../../contract/trial-input.ts';
import { askAsBystander } from '../lib/bystander.ts';
import { connectBefore } from '../lib/connection.ts';
import { loadDuration, loadTimes, optionsOf, requestSurroundings } from '../lib/load.ts';
import { type K6Summary, metric, summarise } from '../lib/summary.ts';
import { trial } from '../lib/trial-input.ts';
import { verifyAnswer } from '../lib/verify.ts';
import { virtualUser } from '../lib/virtual-user.ts';

/**
 * One trial in the closed model: `vus` users ask one endpoint, each thinking between an answer and its
 * next request.
 */
const counts = {
  answers: new Gauge(metric.userAnswers),
  there: new Counter(metric.usersThere),
  answered: new Counter(metric.usersAnswered),
  cutOff: new Counter(metric.cutOff),
};

export const options = optionsOf({
  executor: 'constant-vus',
  vus: trial.vus,
  duration: loadDuration,
  // For each user to say what it got.
  gracefulStop: '10s',
});

export function setup(): void {
  verifyAnswer();
}

let iterate: (() => void) | undefined;

// k6 finds its entry points by name; the users' one has to be the default export.
// biome-ignore lint/style/noDefaultExport: k6's interface
export default function (): void {
  iterate ??= enter();
  iterate();
}

/** Somebody else meanwhile, where the trial has bystanders. */
export function bystander(): void {
  askAsBystander();
}

/** The first thing each user does: k6 gives every user its own copy of this module. */
function enter(): () => void {
  // Not the user's own number: k6 shares the numbers out among the scenarios as it likes.
  const index = exec.scenario.iterationInTest % trial.vus;
  const { startedAt, window } = loadTimes();
  const { minSeconds, maxSeconds } = trial.thinkTime;
  randomSeed(trial.seed + index);

  connectBefore(startedAt, index);
  return virtualUser(startedAt + startOffsetSeconds(trial.start, index, trial.vus), window, {
    ...requestSurroundings(window.endsAt),
    sleep,
    thinkSeconds: () => minSeconds + Math.random() * (maxSeconds - minSeconds),
    countUser: ({ answers, waiting }) => {
      counts.there.add(1);
      counts.answers.add(answers);
      if (answers > 0) counts.answered.add(1);
      if (waiting) counts.cutOff.add(1);
    },
  });
}

export function handleSummary(data: K6Summary): Record<string, string> {
  return { [trial.summaryPath]: `${JSON.stringify(summarise(trial.trialId, data))}\n` };
}
