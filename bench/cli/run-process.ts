import { keepHangupIgnored } from './hangup.ts';
import { tellPrematureEnd } from './premature-end.ts';
import { runCli } from './run-cli.ts';
import { flushStreams, outliveStreams } from './standard-streams.ts';

/**
 * The command line as this process, which ends with its exit code once the command has: a file of settings may have
 * left a timer or a server behind that would keep it.
 * @param args the words after the program's name
 */
export async function runProcess(args: readonly string[]): Promise<never> {
  outliveStreams();
  keepHangupIgnored();
  const done = tellPrematureEnd();
  const exitCode = await runCli(args);
  done();
  await flushStreams();
  process.exit(exitCode);
}
