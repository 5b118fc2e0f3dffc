import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';

/**
 * Of two builds that are measured in turn, whether the base goes first in this trial. It is drawn by the seed for
 * the odd rounds, and the other way round in the even ones: within two rounds of a cell each build goes first
 * once (ABBA or BAAB), so that neither has the fresher machine. The same plan always gives the same answer, so
 * that a resumed run goes on as it began.
 */
export function baseGoesFirst(trial: Trial, { trials }: RunPlan): boolean {
  const oddRound = trial.repeat % 2 === 1 ? trial.repeat : trial.repeat - 1;
  const opening = trials.find((other) => other.repeat === oddRound && isSameCell(other, trial)) ?? trial;
  const baseOpens = opening.seed % 2 === 0;
  return trial.repeat === oddRound ? baseOpens : !baseOpens;
}

function isSameCell(a: Trial, b: Trial): boolean {
  return (
    a.subject === b.subject &&
    a.endpoint === b.endpoint &&
    a.vus === b.vus &&
    a.arrivalsPerSecond === b.arrivalsPerSecond &&
    a.baseline === b.baseline
  );
}
