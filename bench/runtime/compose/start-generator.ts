import { chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from '@headroom/contract/records.ts';
import { type TrialInput, trialVariables } from '@headroom/contract/trial-input.ts';
import { loadFlags, loadScript, loadSettings, seriesOutput } from '../load-script.ts';
import { processCpuSeconds } from '../native/process-cpu.ts';
import { startLoad } from '../native/start-load.ts';
import type { Exit, RunningGenerator, TrialFiles } from '../runtime.ts';
import { composeEnvironment, docker, watchDocker } from './docker.ts';
import { trialLabels } from './trial-labels.ts';

/** Whom k6 runs as when the lab is run by root, who is let into no container. */
const nobody = { uid: 12_345, gid: 12_345 };
const inContainer = '/results';
const killedExitCode = 137;

/**
 * Starts k6 in a container, with its results folder and its remote write to the lab's Prometheus.
 * @param project the lab's name
 */
export async function startGenerator(
  project: string,
  trial: Trial,
  input: TrialInput,
  files: TrialFiles,
): Promise<RunningGenerator> {
  const user = userOf(files.folder);
  const container = `${project}-k6-${trial.trialId}`;
  const removal = ['rm', '--force', container];
  await docker(removal);
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

  let pid: number | null = null;
  const findPid = async () => {
    const { stdout } = await docker(['inspect', '--format', '{{.State.Pid}}', container]);
    pid = Number(stdout) || null;
  };
  const cpuSeconds = (): number | null => {
    if (pid === null) void findPid();
    return pid === null ? null : processCpuSeconds(pid);
  };
  const exited = child.exited.then(async (exit): Promise<Exit> => {
    giveBack(files.folder);
    await docker(removal);
    unwatch();
    return exit.exitCode === killedExitCode ? { ...exit, exitCode: null, signal: 'SIGKILL' } : exit;
  });
  return {
    exited,
    cpuSeconds,
    stop: async () => {
      await docker(['stop', '--time', '2', container]);
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
