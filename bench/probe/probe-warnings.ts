import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { levelInWords } from '../words/in-words.ts';
import type { ProbeWarning } from './probe-warning.ts';

/** A probe has one trial of each level by design. */
const ofNoConcern = ['no-baseline', 'repeats-missing'];
/** From so much of the machine on, service and generator stand in each other's way. */
const fullShare = 0.9;

/** Those of the levels, each kind once: in the words of the highest level that has it. */
export function cellWarnings(cells: readonly Cell[]): ProbeWarning[] {
  const all = cells.flatMap((cell) =>
    cell.warnings
      .filter(({ code }) => !ofNoConcern.includes(code))
      .map(({ code, message }) => ({ code, message, level: levelInWords(cell) })),
  );
  return [...Map.groupBy(all, ({ code }) => code)].map(([code, same]) => {
    const last = same.at(-1);
    const others = same.slice(0, -1).map(({ level }) => level);
    const also = others.length === 0 ? '' : ` The same at ${others.join(', ')}.`;
    return { code, message: `At ${last?.level}: ${last?.message}${also}` };
  });
}

/** Beyond that, moving the bytes of answers costs both sides more than most handlers do. */
const muchTrafficBytes = 200e6;

/** Whether answers are so large that moving them may be what was measured. */
export function sizeWarnings(cells: readonly Cell[], answerBytes: number): ProbeWarning[] {
  const most = Math.max(0, ...cells.map(({ throughputRps }) => throughputRps)) * answerBytes;
  if (most < muchTrafficBytes) return [];
  return [
    {
      code: 'large-answers',
      message: `Answers of ${(answerBytes / 1e6).toFixed(1)} MB came at ${(most / 1e6).toFixed(0)} MB a second: the limit may be that of moving so many bytes through this machine, and not of anything that requests share. Probe an answer of few bytes to tell.`,
    },
  ];
}

/** Whether service and generator together had the machine to the full, so that its limit may be that of both. */
export function machineWarnings(cells: readonly Cell[], { cpus, machine }: Manifest): ProbeWarning[] {
  const full = cells.filter((cell) => {
    const { subjectCpuSecondsPerRequest: perRequest, generatorCpuShare: share } = cell;
    if (perRequest === null || share === null) return false;
    return perRequest * cell.throughputRps + share * cpus.generator.length > fullShare * machine.cpus;
  });
  const last = full.at(-1);
  if (last === undefined) return [];
  return [
    {
      code: 'machine-full',
      message: `At ${levelInWords(last)} the service and k6 together kept all ${machine.cpus} CPUs of this machine busy: the limit that was seen may be that of both. Load it from another machine, or give each CPUs of its own.`,
    },
  ];
}
