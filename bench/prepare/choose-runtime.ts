import { BenchError } from '@headroom/contract/errors.ts';
import type { Environment } from '../config/environment.ts';
import { demandImages } from '../runtime/compose/demand-images.ts';
import { demandEngine } from '../runtime/compose/engine/demand-engine.ts';
import { engineProblem } from '../runtime/compose/engine.ts';
import { demandOwnImages } from '../runtime/compose/own-images.ts';
import { servicesOf } from '../runtime/compose/subject-container.ts';
import { composeLab } from './compose-lab.ts';
import type { Announcer, Lab, Order } from './lab.ts';
import { nativeLab } from './native-lab.ts';
import { type OwnRuntime, ownRuntime } from './own-runtime.ts';

/**
 * Gives the function that prepares the runtime asked for. `auto` is compose where an engine answers and the
 * images can be had; otherwise it is native, and one line says why.
 * @throws BenchError BENCH_PREFLIGHT_RUNTIME or BENCH_PREFLIGHT_IMAGE when compose is asked for and cannot be
 */
export async function chooseRuntime(
  order: Order,
  environment: Environment,
  announcer: Announcer,
): Promise<() => Promise<Lab>> {
  const native = () => nativeLab(order, environment, announcer);
  const compose = () => composeLab(order, environment, announcer);
  const own = ownRuntime(order);
  switch (order.runtime) {
    case 'native':
      return native;
    case 'compose':
      refuseOtherBuild(order);
      await demandCompose(servicesOf(order.plan), environment, announcer, adviceOf(own));
      await demandOwnImages(order, announcer);
      return compose;
    case 'auto': {
      if (own?.runtime === 'compose') {
        announcer.say(`Runtime: compose (containers), because ${own.because}.`);
        return chooseRuntime({ ...order, runtime: 'compose' }, environment, announcer);
      }
      const problem = own?.because ?? (await composeProblem(order, environment, announcer));
      announcer.say(
        problem === null
          ? 'Runtime: compose (containers).'
          : `Runtime: native (child processes), because ${problem}.`,
      );
      return problem === null ? compose : native;
    }
    default:
      return order.runtime satisfies never;
  }
}

const adviceOf = (own: OwnRuntime | null): string =>
  own === null ? 'Or use --runtime native.' : `It is needed, because ${own.because}.`;

/**
 * Makes sure that containers can be run.
 * @param advice what else can be done
 * @throws BenchError BENCH_PREFLIGHT_*
 */
export async function demandCompose(
  services: readonly string[],
  environment: Environment,
  announcer: Announcer,
  advice = adviceOf(null),
): Promise<void> {
  const problem = await engineProblem();
  if (problem !== null) {
    throw new BenchError(
      'BENCH_PREFLIGHT_RUNTIME',
      `the runtime "compose" cannot be used: ${problem}. ${advice}`,
    );
  }
  await demandEngine(environment);
  await demandImages(services, announcer);
}

const hasOtherBuild = ({ subjects, baseSubjects }: Order): boolean =>
  baseSubjects !== null && baseSubjects.nest.entry !== subjects.nest.entry;

function refuseOtherBuild(order: Order): void {
  if (!hasOtherBuild(order)) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `base is given with the runtime "compose": expected native, because the containers hold one build of the service. Use --runtime native.`,
  );
}

async function composeProblem(
  order: Order,
  environment: Environment,
  announcer: Announcer,
): Promise<string | null> {
  if (hasOtherBuild(order)) return 'base names a build of this machine';
  if (order.subjects.nest.entry !== null) return 'nest.entry names a service of this machine';
  const problem = await engineProblem();
  if (problem !== null) return problem;
  await demandEngine(environment);
  try {
    await demandImages(servicesOf(order.plan), announcer);
    return null;
  } catch (error) {
    if (error instanceof BenchError && error.code === 'BENCH_PREFLIGHT_IMAGE')
      return error.message.replace(/\.$/, '');
    throw error;
  }
}
