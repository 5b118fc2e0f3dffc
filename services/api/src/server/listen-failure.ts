import { StartFailure } from '../start-failure.ts';

const portExitCode = 1;

/** What to tell whoever started the service of a port that cannot be had; `variable` sets it. */
export function listenFailure(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variable: string,
): StartFailure {
  const advice =
    error.code === 'EADDRINUSE'
      ? `is taken: end what uses it, or set ${variable} to another port`
      : `cannot be used (${error.code}): set API_HOST or ${variable}`;
  return new StartFailure(`Port ${port} on ${host} ${advice}.`, portExitCode, { cause: error });
}
