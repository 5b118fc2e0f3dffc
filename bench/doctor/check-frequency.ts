import type { Finding } from '@headroom/contract/manifest.ts';

/** How the CPU's clock is governed, as far as the system shows it. */
export interface Frequency {
  /** Those in use, each once; empty where none is shown. */
  readonly governors: readonly string[];
  /** `null` where it is not shown. */
  readonly turbo: boolean | null;
}

const steady = 'performance';

/** Whether the CPU's clock stays the same from trial to trial. */
export function checkFrequency({ governors, turbo }: Frequency, platform: string): Finding[] {
  return [...checkGovernor(governors, platform), ...checkTurbo(turbo)];
}

function checkGovernor(governors: readonly string[], platform: string): Finding[] {
  const check = 'frequency';
  if (platform !== 'linux') {
    return [
      {
        check,
        severity: 'info',
        message: `How the CPU scales its clock is not checked on ${platform}.`,
        advice: '',
      },
    ];
  }
  if (governors.length === 0) {
    const message = 'How the CPU scales its clock is not visible here (a virtual machine?).';
    return [{ check, severity: 'info', message, advice: '' }];
  }
  const seen = `CPU frequency governor ${governors.join(', ')}`;
  if (governors.every((governor) => governor === steady))
    return [{ check, severity: 'ok', message: seen, advice: '' }];
  return [
    {
      check,
      severity: 'warning',
      message: `${seen}: the clock follows the load, so light load looks slower than it is.`,
      advice: `Set "${steady}" while measuring: sudo cpupower frequency-set -g ${steady}`,
    },
  ];
}

function checkTurbo(turbo: boolean | null): Finding[] {
  const check = 'turbo';
  if (turbo === null) return [];
  if (!turbo) return [{ check, severity: 'ok', message: 'turbo is off', advice: '' }];
  return [
    {
      check,
      severity: 'info',
      message: 'Turbo is on: the highest clock depends on heat and on how many CPUs are at work.',
      advice: 'For the steadiest numbers turn it off in the firmware or under /sys/devices/system/cpu.',
    },
  ];
}
