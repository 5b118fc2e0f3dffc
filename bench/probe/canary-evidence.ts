import type { ProbeResult } from '@headroom/contract/probe.ts';
import { bounded, seconds } from '../words/in-words.ts';

type Found = Pick<ProbeResult, 'bystander' | 'classification' | 'serviceTimeSeconds'>;

/** So many times as long as at rest, and for so much of a lone request, is not what a busy machine does. */
const delayedTimes = 5;
const delayedShare = 0.3;
const sparedTimes = 1.5;

/**
 * What canary requests say of where requests wait: those to a path that takes no work are delayed by what all requests
 * go through, a loop or its workers, and not by a lock or a pool of connections that the handler alone uses.
 */
export function canaryEvidence({ bystander, classification, serviceTimeSeconds }: Found): string[] {
  const worst = bystander?.worst ?? null;
  if (bystander === null || worst === null || serviceTimeSeconds === null || classification === 'scales')
    return [];
  const wait = `Canary requests to ${bystander.url} take ${seconds(bystander.atRestSeconds)} at rest and ${bounded(worst.p50Seconds)} beside ${worst.load}`;
  if (worst.times >= delayedTimes && worst.p50Seconds.value >= delayedShare * serviceTimeSeconds) {
    return [
      `${wait}: they wait in line with the others, so what is taken up is what all requests go through, such as an event loop or its workers.`,
    ];
  }
  if (worst.times < sparedTimes && worst.p50Seconds.bound === 'estimate') {
    return [
      `${wait}: they pass by those that wait, so what is taken up is something that these requests alone use, such as a lock or a pool of their own.`,
    ];
  }
  return [];
}
