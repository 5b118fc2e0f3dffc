import { Command, Option } from 'commander';
import { loadConfig } from '../config/load-config.ts';
import type { OptionSource } from '../config/option-source.ts';
import { presets } from '../config/presets.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { readUserConfig } from '../config/user-config.ts';
import { capacity, report, resume, run } from '../main.ts';
import { headroomVersion } from '../version.ts';
import { doctor } from './doctor.ts';
import { flagSource } from './flags.ts';
import { labDown, labUp } from './lab.ts';
import { addRunsCommand } from './runs.ts';
import { openStage } from './stage.ts';

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
    .action(async (flags: Flags) => run(await sourcesOf(flags), openStage()));

  withCapacityFlags(program.command('capacity'))
    .description('how much load each endpoint carries until a service level breaks')
    .action(async (flags: Flags) => capacity(await sourcesOf(flags), openStage()));

  program
    .command('resume')
    .description('run what is missing of an earlier run, by its own plan')
    .argument('[run-id]', 'the run', 'latest')
    .addOption(outFlag())
    .action(async (runId: string, flags: Flags) => resume(await outOf(flags), runId, openStage()));

  program
    .command('report')
    .description('show an earlier run and write its report anew')
    .argument('[run-id]', 'the run', 'latest')
    .addOption(outFlag())
    .action(async (runId: string, flags: Flags) => report(await outOf(flags), runId, { say: console.log }));

  addRunsCommand(program, { say: console.log, outOf });

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
    .addOption(outFlag())
    .action(async (flags: Flags) => doctor(await sourcesOf(flags), openStage()));

  return program;
}

function withRunFlags(command: Command): Command {
  return command
    .option('--preset <name>', `${Object.keys(presets).join(', ')} (default: article)`)
    .option('--subject <names>', 'subjects, with commas between (default: nest)')
    .option('--endpoint <paths>', "routes, as /sync,/async (default: the preset's)")
    .option('--vus <numbers>', "numbers of users, as 1,10,100 (default: the preset's)")
    .option('--rate <numbers>', 'instead of users: requests a second, sent whatever is answered, as 5,20,50')
    .option('--duration <time>', 'length of the measured window, as 30s')
    .option('--warmup <time>', 'time before it that does not count, as 3s')
    .option('--spawn-rate <number>', 'start so many users a second (default: staggered over one cycle)')
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
    .option('--runtime <name>', 'auto, native or compose (default: auto)')
    .option('--gate-claims <ids>', 'claims that must hold, else exit code 1')
    .option('--keep-up', 'leave the containers up after the run')
    .option('--config <file>', 'settings (default: headroom.config.ts, if there is one)')
    .addOption(outFlag());
}

function withCapacityFlags(command: Command): Command {
  return command
    .option('--slo <level>', 'what is to hold: a quantile (p50, p90, p95, p99) and its limit, as p95=300ms')
    .option('--subject <names>', 'subjects, with commas between (default: nest)')
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
    .option('--runtime <name>', 'auto, native or compose (default: auto)')
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
