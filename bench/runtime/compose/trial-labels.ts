import { routeOf, serviceOf } from '@headroom/contract/routes.ts';
import { isClosed, loadOf } from '../../model/level.ts';
import type { TrialOfRun } from '../trial-gauges.ts';

/** Labels of everything that is sent to Prometheus about a trial. A level is a number; its unit is a label of its own. */
export function trialLabels({ trial, runId }: TrialOfRun) {
  const { subject, endpoint, strategy, repeat } = trial;
  const unit = isClosed(trial) ? 'users' : 'requests/s';
  return {
    ...{ run: runId, subject, endpoint, strategy },
    ...{ level: String(loadOf(trial)), unit, repeat: String(repeat) },
  };
}

/** By these further labels of one gauge the rules find the subject's own metrics, which know nothing of trials. */
export function subjectLabels({ subject, endpoint, strategy, request }: TrialOfRun['trial']) {
  return {
    service: serviceOf(subject) ?? subject,
    route: routeOf(subject, request?.path ?? endpoint, strategy),
  };
}
