import { cpusOfShell, type Environment } from '../config/environment.ts';
import { machineFacts } from '../doctor/check-machine.ts';
import { allowedCpus, isOnPath, type Placement, placeOn } from '../runtime/native/pinning.ts';
import { isThisMachine } from './allowed-host.ts';

/**
 * Where k6 runs: beside a service of this machine it leaves the last CPU alone, else it has all of them. The service
 * itself stays where it is.
 */
export function placeGenerator(
  hostname: string,
  environment: Environment,
): Pick<Placement, 'generatorPrefix' | 'generatorCpus' | 'notControlled'> {
  const hasProgram = isOnPath(environment.PATH);
  const allowed = allowedCpus(machineFacts().cpus);
  const isLocal = isThisMachine(hostname);
  const placement = placeOn(
    allowed,
    isLocal ? hasProgram : (name) => name !== 'taskset' && hasProgram(name),
    isLocal ? cpusOfShell(environment) : null,
  );
  const { generatorPrefix, generatorCpus } = placement;
  const notControlled = isLocal
    ? 'The service runs on the CPUs that it was started with, which k6 and others may use too.'
    : 'The service runs on another machine, with a network in between: what is seen is that of both.';
  return { generatorPrefix, generatorCpus, notControlled: [notControlled] };
}
