import os from 'node:os';
import type { Finding } from '@headroom/contract/manifest.ts';
import { checkCpus, checkEngineCpus, checkObservers } from './check-cpus.ts';
import { checkFrequency } from './check-frequency.ts';
import { checkLoad } from './check-load.ts';
import { checkMemory } from './check-memory.ts';
import { checkOpenFiles } from './check-open-files.ts';
import { checkPorts, type NeededPort } from './check-ports.ts';
import { checkDisk, checkResults } from './check-results.ts';
import { checkThinkTime } from './check-think-time.ts';
import { checkTuning, type Tuning } from './check-tuning.ts';
import { readAvailableMemory, readFrequency, readOpenFileLimit, readResultsFolder } from './read-system.ts';

/** What a run's manifest says about the machine. */
export interface MachineFacts {
  readonly platform: string;
  readonly release: string;
  readonly architecture: string;
  readonly cpuModel: string;
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** What a run asks of the machine. */
export interface Needs {
  readonly ports: readonly NeededPort[];
  /** The folder for the results; it need not exist. */
  readonly out: string;
  readonly highestVus: number;
  /** The longest think time of users of a service that may close idle connections; the lab's own do not. */
  readonly longestThinkSeconds: number;
  /** How many CPUs this process may use. */
  readonly allowedCpus: number;
  /** CPUs that the settings give the subject, and those who watch and serve it too. */
  readonly observersOnSubject: readonly number[];
  /** What of the shell's tuning reaches a service that is measured. */
  readonly tuning: Tuning;
  /** Where subject and generator run; null is this process's own CPUs and limits. */
  readonly engine: { readonly cpus: number; readonly openFiles: number } | null;
}

export function machineFacts(): MachineFacts {
  const cpus = os.cpus();
  return {
    platform: os.platform(),
    release: os.release(),
    architecture: os.arch(),
    cpuModel: cpus[0]?.model.trim() || 'unknown',
    // Where the system hides its CPUs, the list is empty.
    cpus: Math.max(cpus.length, 1),
    memoryBytes: os.totalmem(),
  };
}

/** Whether this machine can measure as it is now. What is well is found too, with the value seen. */
export async function checkMachine(needs: Needs): Promise<Finding[]> {
  const { platform, cpus } = machineFacts();
  const [load = 0] = os.loadavg();
  const results = await readResultsFolder(needs.out);
  return [
    ...(await checkPorts(needs.ports)),
    needs.engine === null ? checkCpus(needs.allowedCpus, cpus) : checkEngineCpus(needs.engine.cpus),
    ...checkObservers(needs.observersOnSubject),
    checkLoad(load, cpus),
    ...checkFrequency(await readFrequency(), platform),
    checkMemory(await readAvailableMemory(), platform),
    checkResults(results),
    checkDisk(results),
    needs.engine === null
      ? checkOpenFiles(await readOpenFileLimit(), needs.highestVus, platform)
      : checkOpenFiles(
          needs.engine.openFiles,
          needs.highestVus,
          platform,
          (needed) => `Set OPEN_FILES=${needed} in .env`,
        ),
    ...checkThinkTime(needs.longestThinkSeconds),
    ...checkTuning(needs.tuning),
  ];
}
