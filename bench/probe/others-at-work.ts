import { readFileSync } from 'node:fs';
import type { ProbeWarning } from './probe-warning.ts';

/** CPU seconds by a moment: of the whole machine, and of service and generator together. */
export interface CpuReading {
  readonly atSeconds: number;
  readonly machine: number;
  readonly own: number;
}

/** From so many busy CPUs of others on, levels differ by what they were granted. */
const muchCpus = 0.25;
const shortestSeconds = 2;
/** Linux reports CPU times in ticks of 1/100 s on every architecture that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** Watches what other programs of this machine do while levels are measured. */
export function othersAtWork(): {
  /** A level's first and last readings. */
  see(level: string, first: CpuReading, last: CpuReading): void;
  /** In words, of the level at which it was most; null where it was little. */
  warning(): ProbeWarning | null;
} {
  let worst = { level: '', cpus: 0 };
  return {
    see: (level, first, last) => {
      const seconds = last.atSeconds - first.atSeconds;
      if (seconds < shortestSeconds) return;
      const cpus = (last.machine - first.machine - (last.own - first.own)) / seconds;
      if (cpus > worst.cpus) worst = { level, cpus };
    },
    warning: () =>
      worst.cpus < muchCpus
        ? null
        : {
            code: 'others-at-work',
            message: `At ${worst.level} other programs kept ${worst.cpus.toFixed(1)} CPUs of this machine busy: what the service was granted may differ from level to level. End them and probe again.`,
          },
  };
}

/** CPU seconds that this machine has spent on anything, what a host took from it included; null without /proc. */
export function machineCpuSeconds(): number | null {
  try {
    const [, user, nice, system, , , irq, soft, steal] =
      /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[0].split(/ +/).map(Number) ?? [];
    const ticks = [user, nice, system, irq, soft, steal].reduce<number>(
      (sum, value) => sum + (value ?? 0),
      0,
    );
    return ticks / ticksPerSecond;
  } catch {
    return null;
  }
}
