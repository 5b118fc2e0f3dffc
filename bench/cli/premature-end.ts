import { errorCatalogue } from '@headroom/contract/errors.ts';
import { isLoadingSettings, settingsInUse } from '../config/user-config.ts';
import { complain, complainOfDefect } from '../words/terminal.ts';

const { BENCH_CONFIG_UNREADABLE, BENCH_INTERNAL_DEFECT, BENCH_RUN_INTERRUPTED } = errorCatalogue;

/**
 * Lets no command end before it is done as if it were: a file of settings is a programme, which may have left a timer that
 * ends this process, or that throws.
 * @returns what is called when the command is done
 */
export function tellPrematureEnd(): () => void {
  const explainEnd = (code: number): void => {
    // The second Ctrl-C has said what it does.
    if (isLoadingSettings() || code === BENCH_RUN_INTERRUPTED.exitCode) return;
    process.exitCode = explain('ended the process');
  };
  const explainError = (error: unknown): void => {
    if (isLoadingSettings()) return;
    const file = settingsInUse();
    const isOfSettings = file !== null && !(error instanceof Error && !error.stack?.includes(file));
    if (!isOfSettings) complainOfDefect(error);
    process.off('exit', explainEnd);
    process.exit(
      isOfSettings ? explain(`failed: ${String(error).split('\n')[0]}`) : BENCH_INTERNAL_DEFECT.exitCode,
    );
  };
  process.on('exit', explainEnd).on('uncaughtException', explainError);
  return () => process.off('exit', explainEnd).off('uncaughtException', explainError);
}

/** @returns the exit code */
function explain(what: string): number {
  const file = settingsInUse();
  if (file === null) {
    complain(`BENCH_INTERNAL_DEFECT: something ${what} before the command was done; please report it.`);
    return BENCH_INTERNAL_DEFECT.exitCode;
  }
  complain(
    `BENCH_CONFIG_UNREADABLE: something that ${file} may have started ${what} before the command was done. Expected settings that leave nothing running; finished trials are kept, and headroom resume goes on.`,
  );
  return BENCH_CONFIG_UNREADABLE.exitCode;
}
