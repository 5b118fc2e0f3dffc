import { BenchError, errorCatalogue } from '@headroom/contract/errors.ts';
import { CommanderError } from 'commander';
import { complain, complainOfDefect } from '../words/terminal.ts';
import { demandValues } from './demand-values.ts';
import { buildProgram } from './program.ts';

/**
 * The command line `headroom`. Returns the exit code: that of the catalogue's error, or 0.
 * @param args the words after the program's name
 */
export async function runCli(args: readonly string[]): Promise<number> {
  try {
    const program = buildProgram();
    demandValues(program, args);
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof AggregateError) return error.errors.map(explain)[0] ?? 0;
  if (error instanceof CommanderError) return explainUsage(error);
  if (error instanceof BenchError) {
    complain(`${error.code}: ${error.message}`);
    return errorCatalogue[error.code].exitCode ?? 1;
  }
  complainOfDefect(error);
  return errorCatalogue.BENCH_INTERNAL_DEFECT.exitCode;
}

function explainUsage(error: CommanderError): number {
  if (error.exitCode === 0) return 0;
  if (error.code === 'commander.help') {
    complain(buildProgram().helpInformation());
    return errorCatalogue.BENCH_USAGE_INVALID.exitCode;
  }
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.?$/, '.');
  complain(`BENCH_USAGE_INVALID: ${message} See: npm exec headroom -- --help`);
  return errorCatalogue.BENCH_USAGE_INVALID.exitCode;
}
