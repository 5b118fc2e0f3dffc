import { BenchError } from '@headroom/contract/errors.ts';
import type { Order } from './lab.ts';

/** Where services of the user's own want to run. */
export interface OwnRuntime {
  readonly runtime: 'native' | 'compose';
  /** As it stands in a sentence: "the subject mine is an image". */
  readonly because: string;
}

/**
 * The runtime that a plan's services of the user's own leave: a command is a program of this machine, an image is
 * one of an engine's. Null where the plan has none of them.
 * @throws BenchError BENCH_CONFIG_INVALID where they leave none, or another than is asked for
 */
export function ownRuntime({
  plan,
  subjects,
  runtime,
}: Pick<Order, 'plan' | 'subjects' | 'runtime'>): OwnRuntime | null {
  const names = [...new Set(plan.trials.map(({ subject }) => subject))];
  const ofKind = (kind: 'command' | 'image') => names.find((name) => subjects.own[name]?.start.kind === kind);
  const [command, image] = [ofKind('command'), ofKind('image')];
  if (command !== undefined && image !== undefined) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `the subjects ${command} (a command) and ${image} (an image) are in one run: expected all natively or all in containers. Give both a command or both an image, or run them one after the other with --subject.`,
    );
  }
  if (command !== undefined) {
    if (runtime === 'compose') {
      throw new BenchError(
        'BENCH_CONFIG_INVALID',
        `runtime is "compose" with the subject ${command}, whose command is of this machine: expected native. Use --runtime native, or give subjects.${command} an image instead.`,
      );
    }
    return { runtime: 'native', because: `the command of the subject ${command} is of this machine` };
  }
  if (image === undefined) return null;
  if (runtime === 'native') {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `runtime is "native" with the subject ${image}, which is an image: expected compose. Use --runtime compose, or give subjects.${image} a command instead.`,
    );
  }
  return { runtime: 'compose', because: `the subject ${image} is an image` };
}
