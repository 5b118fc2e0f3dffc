import type { Command } from 'commander';
import { shellVariable } from '../config/environment.ts';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { probe } from '../probe/probe.ts';
import { type ProbeFlags, readProbeOptions } from '../probe/probe-options.ts';
import { renderProbe } from '../probe/render-probe.ts';
import { attemptAll } from './attempt-all.ts';
import { destinationOf } from './destination.ts';
import { flagSource } from './flags.ts';
import { openStage } from './stage.ts';
import { printResult } from './standard-streams.ts';

type Flags = ProbeFlags & { readonly json?: string; readonly out?: string; readonly config?: string };

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `headroom probe URL`, with its flags. @param sourcesOf reads the settings that all commands share */
export function addProbeCommand(
  program: Command,
  sourcesOf: (flags: Record<string, unknown>) => Promise<OptionSource[]>,
): void {
  program
    .command('probe')
    .description('load a service that runs already: how does this address serve several users at once?')
    .argument('<url>', 'what to ask, as http://127.0.0.1:3000/orders')
    .option('-X, --method <name>', 'GET, POST, ... (default: GET, with a body POST)')
    .option('--header-file <file>', 'headers to send, a line each: "Name: value"; kept in no record')
    .option('--header-env <name=variable>', 'a header whose value is in that variable (repeatable)', collect)
    .option('--body-file <file>', 'the body to send; kept in no record')
    .option('--expect-status <number>', 'of a right answer (default: 200)')
    .option('--expect-body <text>', 'the exact body of a right answer')
    .option('--expect-contains <text>', 'what the body of a right answer holds')
    .option('--users-max <number>', 'try no more users than that (default: 128)')
    .option('--think <time>', 'what users wait between requests, as 150ms or 100ms..200ms (default: 0s)')
    .option('--rate <numbers>', 'instead of users: requests a second, sent whatever is answered, as 50,100')
    .option('--rate-max <number>', 'refuse higher rates (default: 1000)')
    .option(
      '--duration <time>',
      'window of a level, longer where answers are slow (default: 4s, of a rate 10s)',
    )
    .option('--max-time <time>', 'how long the load of all levels may last (default: 5m)')
    .option('--timeout <time>', 'how long a single answer may take before any load (default: 10s)')
    .option('--bystander <url>', 'somebody else asks for this meanwhile: how long do they wait?')
    .option('--metrics <url>', 'page of Prometheus metrics of the service, as evidence from inside')
    .option('--i-may-load <host>', 'allow a host that is not this machine (repeatable)', collect)
    .option('--seed <number>', 'of the think times (default: 1)')
    .option('--json <file>', 'write the result as JSON; - is the terminal, and progress goes to stderr')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .option('--out <folder>', 'where results go (default: results)')
    .action(async (url: string, flags: Flags) => {
      const { json, out, config } = flags;
      const sources = await sourcesOf({ ...(out && { out }), ...(config && { config }) });
      const settings = loadConfig(sources);
      const withCeilings = { ...ceilingsIn(sources), ...flags };
      const options = readProbeOptions(url, { ...flagSource(flags), options: withCeilings }, shellVariable);
      const printed = json === '-';
      const destination = json === undefined || printed ? null : destinationOf('--json', json);
      const stage = openStage({}, printed ? 'stderr' : 'stdout');
      const { result, folder, failure } = await probe(options, settings, stage);
      const content = JSON.stringify(result, null, 2);
      await attemptAll([
        () => (printed ? printResult(content) : stage.say(`\n${renderProbe(result, folder.reportHtml)}`)),
        () => destination?.write(`${content}\n`),
        () => {
          if (failure !== null) throw failure;
        },
      ]);
    });
}

/** Of a team's settings those that say what nothing may be loaded beyond. */
function ceilingsIn(sources: readonly OptionSource[]): ProbeFlags {
  const { usersMax, rateMax } = Object.assign({}, ...sources.map(({ options }) => options)) as ProbeFlags;
  return { ...(usersMax !== undefined && { usersMax }), ...(rateMax !== undefined && { rateMax }) };
}
