import type { Finding } from '@headroom/contract/manifest.ts';

const busyPerCpu = 0.5;
const overloadedPerCpu = 1.5;

/**
 * Whether the machine is quiet enough to measure. Never fatal: the load is a mean over a minute, and the
 * user may know better.
 * @param load mean number of runnable processes over the last minute, of the whole machine
 */
export function checkLoad(load: number, cpus: number): Finding {
  const perCpu = load / cpus;
  const seen = `1-minute load ${load.toFixed(2)} on ${cpus} CPUs (${perCpu.toFixed(2)} per CPU)`;
  const check = 'load';
  if (perCpu > overloadedPerCpu) {
    return {
      check,
      severity: 'warning',
      message: `${seen}: other programs use all of this machine, and what is measured now is mostly them.`,
      advice: 'End them and wait a minute or two. Do not draw conclusions from a run started now.',
    };
  }
  if (perCpu > busyPerCpu) {
    return {
      check,
      severity: 'warning',
      message: `${seen}: other programs are at work, which adds noise.`,
      advice: 'Wait a minute, as after an installation or a build, or end them.',
    };
  }
  return { check, severity: 'ok', message: seen, advice: '' };
}
