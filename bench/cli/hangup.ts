import { shellVariable } from '../config/environment.ts';

/** Whether whoever started this process has it ignore that its terminal is closed, as nohup does; `bin/headroom` looks. */
export const ignoresHangup = (): boolean => shellVariable('HEADROOM_NOHUP') !== undefined;

/** Ignores SIGHUP where it was ignored before Node, which heeds it all the same. */
export function keepHangupIgnored(): void {
  if (ignoresHangup()) process.on('SIGHUP', () => undefined);
}
