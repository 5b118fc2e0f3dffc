import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from '@headroom/contract/records.ts';
import { type TrialInput, trialVariables } from '@headroom/contract/trial-input.ts';
import { loadFlags, loadScript, loadSettings, seriesOutput } from '../load-script.ts';
import { startLoad } from '../native/start-load.ts';
import type { Exit, Others, RunningGenerator, TrialFiles } from '../runtime.ts';
import { composeEnvironment, docker, stopWords, watchDocker } from './docker.ts';
import { trialLabels } from './trial-labels.ts';
import { usageOnceRunning } from './usage/container-usage.ts';

/** Whom k6 runs as when the lab is run by root, who is let into no container. */
const nobody = { uid: 12_345, gid: 12_345 };
/** Who runs a rootless engine, as its containers number that user. */
const ownUser = { uid: 0, gid: 0 };
const inContainer = '/results';
const killedExitCode = 137;

/** What the generator of every trial has in common. */
export interface GeneratorSettings {
  /** The lab's name. */
  readonly project: string;
  /** Asked when the subject is ready, and what stands behind it. */
  others(): Promise<Others | null>;
  /** Whether the engine is a user's own, in whose containers root is that user. */
  readonly rootless: boolean;
}

/** Starts k6 in a container, with its results folder and its remote write to the lab's Prometheus. */
export async function startGenerator(
  { project, others, rootless }: GeneratorSettings,
  trial: Trial,
  input: TrialInput,
  files: TrialFiles,
): Promise<RunningGenerator> {
  const user = rootless ? ownUser : userOf(files.folder);
  const container = `${project}-k6-${trial.trialId}`;
  const removal = ['rm', '--force', container];
  const [beside] = await Promise.all([others(), docker(removal)]);
  const labels = trialLabels({ trial, runId: files.runId });
  const inputInside = { ...input, summaryPath: join(inContainer, 'summary.json') };
  const outputs = [seriesOutput(join(inContainer, 'series.ndjson')), 'experimental-prometheus-rw'];
  const command = [
    ...['docker', 'compose', '--profile', 'bench', 'run', '--no-deps', '--no-TTY', '--name', container],
    // By their names alone: every process of the host can see arguments.
    ...Object.keys(trialVariables(inputInside)).flatMap((name) => ['--env', name]),
    ...['k6', 'run'],
    ...loadFlags(join(inContainer, 'notes.ndjson'), `/lab/${loadSettings}`),
    ...['--features', 'native-histograms'],
    ...outputs.flatMap((output) => ['--out', output]),
    ...Object.entries(labels).flatMap(([name, value]) => ['--tag', `${name}=${value}`]),
    `/lab/${loadScript(input)}`,
  ];
  const unwatch = watchDocker(removal);
  const variables = composeEnvironment({ TRIAL_FOLDER: files.folder, LAB_USER: `${user.uid}:${user.gid}` });
  const child = await startLoad("k6's container", command, inputInside, files.generatorLog, variables);

  const meter = usageOnceRunning(container);
  const cpuSeconds = (): number | null => meter.read()?.cpuSeconds ?? null;
  const exited = child.exited.then(async (exit): Promise<Exit> => {
    meter.close();
    giveBack(files.folder);
    await docker(removal);
    unwatch();
    return exit.exitCode === killedExitCode ? { ...exit, exitCode: null, signal: 'SIGKILL' } : exit;
  });
  return {
    exited,
    cpuSeconds,
    others: beside,
    stop: async () => {
      await docker([...stopWords('2'), container]);
      await child.stop(2);
      await exited;
    },
  };
}

function userOf(folder: string): { uid: number; gid: number } {
  const [uid = 1000, gid = 1000] = [process.getuid?.(), process.getgid?.()];
  if (uid !== 0) return { uid, gid };
  chownSync(folder, nobody.uid, nobody.gid);
  return nobody;
}

function giveBack(folder: string): void {
  if (process.getuid?.() !== 0 || !existsSync(folder)) return;
  for (const file of ['.', ...readdirSync(folder)]) chownSync(join(folder, file), 0, 0);
}
