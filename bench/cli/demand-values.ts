import { BenchError } from '@headroom/contract/errors.ts';
import type { Command, Option } from 'commander';

/**
 * Refuses a flag that another flag of the command follows where its value should stand: it would be taken for the value.
 * A value that is called like a flag is given as `--flag=value`.
 * @throws BenchError BENCH_USAGE_INVALID
 */
export function demandValues(program: Command, args: readonly string[]): void {
  let command = program;
  const flags = new Map<string, Option>();
  for (const [i, word] of args.entries()) {
    if (word === '--') return;
    const next = args[i + 1];
    const flag = flags.get(word);
    if (flag?.required && next !== undefined && flags.has(next)) throw missing(word, flag, next);
    command = command.commands.find((one) => one.name() === word) ?? command;
    for (const option of command.options) {
      for (const name of [option.long, option.short]) if (name) flags.set(name, option);
    }
  }
}

function missing(word: string, { flags }: Option, next: string): BenchError {
  const [value] = /<.*>/.exec(flags) ?? [];
  return new BenchError(
    'BENCH_USAGE_INVALID',
    `${word} has no value: expected ${value} before ${next}. See: npm exec headroom -- --help`,
  );
}
