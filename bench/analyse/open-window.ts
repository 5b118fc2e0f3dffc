import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { OpenWindow } from '../model/open-loop.ts';

/** What came of the load of a trial in the open model, inside its window. */
export function openWindowOf({
  trial,
  measuredSeconds,
  requests,
  inFlightAtCutoff,
  generator,
}: MeasuredRecord): OpenWindow {
  return {
    arrivalsPerSecond: trial.arrivalsPerSecond ?? 0,
    windowSeconds: measuredSeconds,
    ended: requests,
    inFlightAtCutoff,
    dropped: generator.droppedIterations,
  };
}
