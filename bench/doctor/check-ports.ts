import type { Finding } from '@headroom/contract/manifest.ts';
import { type PortState, portState } from '../runtime/native/ports.ts';

/** A port that the lab needs, and the variable that sets it. */
export interface NeededPort {
  readonly port: number;
  readonly variable: string;
}

/** Where it is set: ports of services of the user's own are settings, the lab's are variables. */
const placeOf = (variable: string): string => (variable.includes('.') ? 'headroom.config.ts' : '.env');

const check = 'ports';
const firstUnprivilegedPort = 1024;

/** Whether every port of this machine is free that is needed, and no two variables name the same one. */
export async function checkPorts(ports: readonly NeededPort[]): Promise<Finding[]> {
  const found = [];
  for (const needed of ports) found.push({ ...needed, state: await portState(needed.port) });
  return judgePorts(found);
}

/** The judgement on ports whose state is known; none on none. */
export function judgePorts(ports: readonly (NeededPort & { readonly state: PortState })[]): Finding[] {
  if (ports.length === 0) return [];
  const problems = [...sharedPorts(ports), ...ports.flatMap((port) => taken(port))];
  if (problems.length > 0) return problems;
  const numbers = ports.map(({ port }) => String(port));
  const message = `${new Intl.ListFormat('en').format(numbers)} ${numbers.length === 1 ? 'is' : 'are'} free`;
  return [{ check, severity: 'ok', message, advice: '' }];
}

function taken({ port, variable, state }: NeededPort & { state: PortState }): Finding[] {
  if (state.free) return [];
  if (state.inTimeWait) {
    return [
      {
        check,
        severity: 'warning',
        message: `Port ${port} is in TIME_WAIT, because of connections that were closed within the last minute.`,
        advice:
          'The first trial waits until that is over. A service that listens with SO_REUSEADDR does not have to.',
      },
    ];
  }
  const advice = `Set ${variable} in ${placeOf(variable)} to another port${state.holder === null ? '' : ', or end that process'}.`;
  return [{ check, severity: 'fatal', message: `Port ${port} ${whyTaken(port, state.holder)}.`, advice }];
}

function whyTaken(port: number, holder: string | null): string {
  if (holder !== null) return `is taken by ${holder}`;
  if (port < firstUnprivilegedPort) return 'cannot be listened on: it is taken, or needs privileges';
  return 'is taken; by which process cannot be told';
}

function sharedPorts(ports: readonly NeededPort[]): Finding[] {
  return [...Map.groupBy(ports, ({ port }) => port)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([port, sharing]) => ({
      check,
      severity: 'fatal',
      message: `${new Intl.ListFormat('en').format(sharing.map(({ variable }) => variable))} name the same port, ${port}.`,
      advice: `Give each a port of its own in ${[...new Set(sharing.map(({ variable }) => placeOf(variable)))].join(' and ')}.`,
    }));
}
