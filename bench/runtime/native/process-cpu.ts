import { readFileSync } from 'node:fs';

/** Linux reports CPU times in ticks of 1/100 s on every architecture that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** CPU time that a process has used, in seconds; null where there is no /proc or no such process. */
export function processCpuSeconds(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold spaces; utime and stime are 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return null;
  }
}
