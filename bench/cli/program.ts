import { BenchError } from '@headroom/contract/errors.ts';
import { Command, Option } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { presets } from '../config/presets.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { readUserConfig } from '../config/user-config.ts';
import { capacity, noise, report, resume, run } from '../main.ts';
import { reportPair } from '../report-pair.ts';
import { headroomVersion } from '../version.ts';
import { print } from '../words/terminal.ts';
import { compare, type Outputs } from './compare.ts';
import { doctor } from './doctor.ts';
import { flagSource } from './flags.ts';
import { labDown, labUp } from './lab.ts';
import { addProbeCommand } from './probe.ts';
import { addRunsCommand } from './runs.ts';
import { addServeCommand } from './serve.ts';
import { openStage } from './stage.ts';
import { printResult } from './standard-streams.ts';

/** The sub-commands and their flags. A flag has the name of the setting that it overrides. */
export function buildProgram(): Command {
  const program = new Command('headroom')
    .description('Should this API handler be sync or async? Measured on this machine.')
    .version(headroomVersion)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .showSuggestionAfterError();

  withRunFlags(program.command('run'))
    .description('plan, measure and report; flags go before headroom.config.ts, which goes before the preset')
    .option('--base <folder>', 'measure the build of another checkout in turn with this one, and compare')
    .addOption(gateFlag())
    .action(async (flags: Flags) => {
      refuseLoneGates(flags);
      await run(await sourcesOf(flags), openStage(flags));
    });

  withRunFlags(program.command('noise'))
    .description('run one build against itself: what difference can this machine not tell from none?')
    .action(async (flags: Flags) => noise([noiseDefaults, ...(await sourcesOf(flags))], openStage(flags)));

  program
    .command('compare')
    .description('hold two runs against each other: what changed, and by how much?')
    .argument('[base]', 'a run id, "latest" or the folder of a run (default: the base of the latest pair)')
    .argument('[head]', 'the run that is held against it')
    .addOption(gateFlag())
    .option('--markdown <file>', 'write it as Markdown that fits a comment on GitHub; - is the terminal')
    .option('--json <file>', 'write it as JSON')
    .option('--junit <file>', 'write the gates as JUnit XML')
    .option('--force', 'compare also what differs in more than the service')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .addOption(outFlag())
    .action(async (base: string | undefined, head: string | undefined, all: Flags & Outputs) => {
      const { markdown, json, junit, force, ...flags } = all;
      const outputs = { markdown, json, junit, force };
      await compare(base, head, loadConfig(await sourcesOf(flags)), outputs, printResult);
    });

  withCapacityFlags(program.command('capacity'))
    .description('how much load each endpoint carries until a service level breaks')
    .action(async (flags: Flags) => capacity(await sourcesOf(flags), openStage(flags)));

  program
    .command('resume')
    .description('run what is missing of an earlier run, by its own plan')
    .argument('[run-id]', 'the run', 'latest')
    .option('--config <file>', 'settings by which it may start services (default: headroom.config.ts)')
    .option('--base <folder>', 'of a pair: the other checkout whose build it may start')
    .option('--trust-manifest', 'start also what the settings do not say, as the stored run has it')
    .addOption(outFlag())
    .action(async (runId: string, { trustManifest, ...flags }: Flags) =>
      resume(await sourcesOf(flags), runId, trustManifest === true, openStage(flags)),
    );

  program
    .command('report')
    .description('show an earlier run and write its report anew, or write two as one page')
    .argument('[run-id]', 'the run', 'latest')
    .argument('[other-run-id]', 'a second run, to be shown in one page with the first')
    .addOption(outFlag())
    .action(async (runId: string, other: string | undefined, flags: Flags) => {
      const out = await outOf(flags);
      if (other === undefined) await report(out, runId, printResult);
      else await reportPair(out, [runId, other], print);
    });

  addProbeCommand(program, sourcesOf);

  addRunsCommand(program, { say: print, print: printResult, outOf });
  addServeCommand(program, sourcesOf);

  program
    .command('up')
    .description('start the lab in containers, and say where its pages are')
    .action(() => labUp(openStage()));

  program
    .command('down')
    .description("remove the lab's containers, networks and volumes")
    .action(() => labDown(openStage()));

  program
    .command('doctor')
    .description('check whether this machine can measure')
    .option('--subject <names>', 'what a run would measure, with commas between (default: nest)')
    .addOption(runtimeFlag())
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .addOption(outFlag())
    .action(async (flags: Flags) => doctor(await sourcesOf(flags), openStage()));

  return program;
}

function withRunFlags(command: Command): Command {
  return command
    .option('--preset <name>', `${Object.keys(presets).join(', ')} (default: article)`)
    .option(
      '--subject <names>',
      'subjects, your own of the settings included, with commas between (default: nest)',
    )
    .option('--endpoint <paths>', "routes, as /sync,/async (default: the preset's)")
    .option('--vus <numbers>', "numbers of users, as 1,10,100 (default: the preset's)")
    .option('--rate <numbers>', 'instead of users: requests a second, sent whatever is answered, as 5,20,50')
    .option('--duration <time>', 'length of the measured window, as 30s')
    .option('--warmup <time>', 'time before it that does not count, as 3s')
    .option('--spawn-rate <number>', 'start so many users a second (default: staggered over one cycle)')
    .option(
      '--connections <when>',
      'when users connect: during (with their first request) or before the load (default: during)',
    )
    .option(
      '--bystanders <number>',
      'requests a second of somebody else, to a route that does nothing (default: 5 beside real work, else 0)',
    )
    .option('--repeats <number>', 'trials of each cell (default: 1)')
    .option(
      '--until-stable [share]',
      'add repeats until throughput and median latency of every cell are known to that share (default: 5%)',
    )
    .option('--budget <time>', 'add none once the load has taken so long (default: 30m)')
    .option('--seed <number>', 'of the order and the think times (default: 1)')
    .addOption(runtimeFlag())
    .option('--gate-claims <ids>', 'claims that must hold, else exit code 1')
    .option('--keep-up', 'leave the containers up after the run')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .addOption(outFlag());
}

function runtimeFlag(): Option {
  return new Option('--runtime <name>', 'auto, native or compose (default: auto)');
}

function gateFlag(): Option {
  return new Option(
    '--gate <gate>',
    'how much worse than the base a figure may get, else exit code 1, as throughput:-5% (repeatable)',
  ).argParser((gate: string, before: readonly string[] | undefined) => [...(before ?? []), gate]);
}

/** Below what the user says: enough repeats for each figure to have an interval, on routes that take little time. */
const noiseDefaults: OptionSource = {
  origin: 'the defaults of noise',
  options: { preset: 'noise', repeats: 10 },
  spell: (key) => key,
};

/** In the settings a gate may wait for a base; on the command line it is meant now. */
function refuseLoneGates({ gate, base }: Flags): void {
  if (gate === undefined || base !== undefined) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `--gate is ${JSON.stringify(gate)} without --base: expected both, as a gate holds a build against another. Or compare two runs: headroom compare <base> <head> --gate ...`,
  );
}

function withCapacityFlags(command: Command): Command {
  return command
    .option('--slo <level>', 'what is to hold: a quantile (p50, p90, p95, p99) and its limit, as p95=300ms')
    .option(
      '--subject <names>',
      'subjects, your own of the settings included, with commas between (default: nest)',
    )
    .option('--endpoint <paths>', 'routes, as /sync,/async (default: /sync,/async,/cpu)')
    .option('--model <name>', 'open: requests a second; closed: users who wait and think (default: open)')
    .option('--rate-max <number>', 'try no more requests a second than that (default: 1000)')
    .option('--users-max <number>', 'try no more users than that (default: 500)')
    .option('--duration <time>', 'length of a trial, longer where the quantile takes it (default: 10s)')
    .option('--warmup <time>', 'time before it that does not count (default: 3s)')
    .option('--repeats <number>', 'trials of both levels between which the answer lies (default: 3)')
    .option(
      '--bystanders <number>',
      'requests a second of somebody else (default: 5 beside real work, else 0)',
    )
    .option('--seed <number>', 'of the think times (default: 1)')
    .addOption(runtimeFlag())
    .option('--keep-up', 'leave the containers up after the run')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .addOption(outFlag());
}

function outFlag(): Option {
  return new Option('--out <folder>', 'where results go (default: results)');
}

type Flags = { config?: string } & Record<string, unknown>;

/** Settings in rising order of precedence. */
async function sourcesOf({ config, ...flags }: Flags): Promise<OptionSource[]> {
  const own = await readUserConfig(repositoryRoot, config);
  return [...(own ? [own] : []), flagSource(flags)];
}

async function outOf({ out }: Record<string, unknown>): Promise<string> {
  return loadConfig(await sourcesOf(out === undefined ? {} : { out })).out;
}
