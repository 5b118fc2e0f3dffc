import exec from 'k6/execution';
import type { AnswerShape } from '../../contract/answer-shape.ts';
import { arrivalScenario, idleAtCutoff } from '../lib/arrivals.ts';
import { askAsBystander } from '../lib/bystander.ts';
import { loadDuration, loadTimes, optionsOf, requestSurroundings } from '../lib/load.ts';
import { requestsOf } from '../lib/requests.ts';
import { type K6Summary, metric, summarise } from '../lib/summary.ts';
import { trial } from '../lib/trial-input.ts';
import { verifyAnswer } from '../lib/verify.ts';

/**
 * One trial in the open model: requests are sent at a constant rate whatever is answered, each by whoever is free.
 * Up to `vus` of them may wait at once; what is due beyond that is dropped, and counted.
 */
export const options = optionsOf({ ...arrivalScenario(trial), duration: loadDuration }, [
  metric.openIterations,
]);

export function setup(): AnswerShape {
  return verifyAnswer();
}

/** One answer a second is looked into. */
const arrivalsPerLook = Math.max(1, Math.round(trial.arrivalsPerSecond ?? 1));
const looks = () => exec.scenario.iterationInTest % arrivalsPerLook === 0;

let request: ((sentAt: number) => number) | undefined;

// k6 finds its entry points by name; the users' one has to be the default export.
// biome-ignore lint/style/noDefaultExport: k6's interface
export default function (before: AnswerShape): void {
  request ??= requestsOf(loadTimes().windowStartsAt, requestSurroundings(before, looks));
  request(Date.now() / 1000);
}

/** Somebody else meanwhile, where the trial has bystanders. */
export function bystander(): void {
  askAsBystander();
}

export function handleSummary(data: K6Summary): Record<string, string> {
  const summary = summarise(trial, data, idleAtCutoff(trial, data));
  return { [trial.summaryPath]: `${JSON.stringify(summary)}\n` };
}
