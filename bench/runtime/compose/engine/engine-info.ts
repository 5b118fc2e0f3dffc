import type { EngineFacts } from '@headroom/contract/engine.ts';
import { z } from 'zod';

/** What an engine can hold its containers to; null is not told. */
export interface EngineAbilities {
  /** Pinning to CPUs. */
  readonly cpuset: boolean | null;
  readonly memory: boolean | null;
  /** A limit on what is swapped out beside the memory. */
  readonly swap: boolean | null;
}

/** What `docker info` tells. */
export interface EngineInfo
  extends Pick<
    EngineFacts,
    | 'version'
    | 'system'
    | 'kernel'
    | 'architecture'
    | 'cpus'
    | 'memoryBytes'
    | 'cgroupVersion'
    | 'storageDriver'
  > {
  readonly rootless: boolean;
  /** Of its containers: "linux", or "windows". */
  readonly containers: string;
  /** Whether `docker` is Podman's own command by another name. */
  readonly isPodmanItself: boolean;
  readonly can: EngineAbilities;
}

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

/** The form of Docker's API, in which Podman's socket answers too. */
const dockerSchema = z.object({
  ServerVersion: z.string().min(1),
  OperatingSystem: text,
  KernelVersion: text,
  OSType: text,
  Architecture: text,
  NCPU: z.int().positive(),
  MemTotal: number,
  Driver: text,
  CgroupVersion: text,
  SecurityOptions: z.array(z.string()).nullish(),
  CPUSet: flag,
  MemoryLimit: flag,
  SwapLimit: flag,
});

/** The form of `podman info`. */
const podmanSchema = z.object({
  host: z.object({
    arch: text,
    cpus: z.int().positive(),
    kernel: text,
    os: text,
    memTotal: number,
    cgroupVersion: text,
    cgroupControllers: z.array(z.string()).nullish(),
    distribution: z.object({ distribution: text, version: text }).nullish(),
    security: z.object({ rootless: flag }).nullish(),
  }),
  store: z.object({ graphDriverName: text }).nullish(),
  version: z.object({ Version: z.string().min(1) }),
});

/** Reads what `docker info --format '{{json .}}'` says, of Docker or Podman; null where it is neither's. */
export function engineInfoIn(said: string): EngineInfo | null {
  const json = jsonIn(said);
  const docker = dockerSchema.safeParse(json);
  if (docker.success) return ofDocker(docker.data);
  const podman = podmanSchema.safeParse(json);
  return podman.success ? ofPodman(podman.data) : null;
}

function jsonIn(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}

function ofDocker(info: z.output<typeof dockerSchema>): EngineInfo {
  return {
    version: info.ServerVersion,
    system: info.OperatingSystem || 'unknown',
    kernel: info.KernelVersion || 'unknown',
    architecture: info.Architecture || 'unknown',
    cpus: info.NCPU,
    memoryBytes: info.MemTotal || null,
    cgroupVersion: info.CgroupVersion || null,
    storageDriver: info.Driver || null,
    rootless: (info.SecurityOptions ?? []).some((option) => /^name=rootless\b/.test(option)),
    containers: info.OSType || 'linux',
    isPodmanItself: false,
    can: {
      cpuset: info.CPUSet ?? null,
      memory: info.MemoryLimit ?? null,
      swap: info.SwapLimit ?? null,
    },
  };
}

function ofPodman({ host, store, version }: z.output<typeof podmanSchema>): EngineInfo {
  const { distribution, cgroupControllers } = host;
  const can = (controller: string) => cgroupControllers?.includes(controller) ?? null;
  return {
    version: version.Version,
    system: [distribution?.distribution, distribution?.version].filter(Boolean).join(' ') || 'unknown',
    kernel: host.kernel || 'unknown',
    architecture: host.arch || 'unknown',
    cpus: host.cpus,
    memoryBytes: host.memTotal || null,
    cgroupVersion: host.cgroupVersion?.replace(/^v/, '') || null,
    storageDriver: store?.graphDriverName || null,
    rootless: host.security?.rootless ?? false,
    containers: host.os || 'linux',
    isPodmanItself: true,
    // Who counts memory counts what of it is swapped out.
    can: { cpuset: can('cpuset'), memory: can('memory'), swap: can('memory') },
  };
}
