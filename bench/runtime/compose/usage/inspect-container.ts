import { z } from 'zod';
import { expandCpus } from '../../../config/cpu-list.ts';
import type { Limits } from '../../runtime.ts';
import { docker } from '../docker.ts';

/** A container as its engine sees it. */
export interface ContainerState {
  readonly id: string;
  /** Its first process, by its number where the engine runs; null where it does not run. */
  readonly pid: number | null;
  /** CPUs that it is pinned to; empty where it is to none. */
  readonly cpuset: readonly number[];
  /** The quota that it was given, in CPUs; null is none. */
  readonly quotaCpus: number | null;
  readonly limits: Limits;
}

const hostConfigSchema = z.object({
  CpusetCpus: z.string().nullish(),
  NanoCpus: z.number().nullish(),
  CpuQuota: z.number().nullish(),
  CpuPeriod: z.number().nullish(),
  Memory: z.number().nullish(),
});

const schema = z.tuple([
  z.object({
    Id: z.string(),
    State: z.object({ Pid: z.int().nonnegative() }),
    HostConfig: hostConfigSchema,
  }),
]);

/** Asks for a container; null where there is none of that name, or it cannot be told. */
export async function inspectContainer(container: string): Promise<ContainerState | null> {
  return containerIn((await docker(['container', 'inspect', container])).stdout);
}

/** Reads what `docker container inspect` says of one container. */
export function containerIn(said: string): ContainerState | null {
  try {
    const [container] = schema.parse(JSON.parse(said));
    const { Id, State, HostConfig } = container;
    const cpuset = HostConfig.CpusetCpus ? expandCpus(HostConfig.CpusetCpus) : [];
    const quotaCpus = quotaOf(HostConfig);
    return {
      id: Id,
      pid: State.Pid || null,
      cpuset,
      quotaCpus,
      limits: { cpus: leastCpus(cpuset, quotaCpus), memoryBytes: HostConfig.Memory || null },
    };
  } catch {
    return null;
  }
}

/** Microseconds of a period when none is set. */
const usualPeriod = 100_000;

function quotaOf({ NanoCpus, CpuQuota, CpuPeriod }: z.output<typeof hostConfigSchema>): number | null {
  if (NanoCpus) return NanoCpus / 1e9;
  return CpuQuota && CpuQuota > 0 ? CpuQuota / (CpuPeriod || usualPeriod) : null;
}

function leastCpus(cpuset: readonly number[], quota: number | null): number | null {
  const limits = [cpuset.length || null, quota].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}
