import { type ProbeResult, probeSchema } from '@headroom/contract/probe.ts';

/** What `headroom probe --json -` wrote. Throws where it is none. */
export const resultIn = (stdout: string): ProbeResult => probeSchema.parse(JSON.parse(stdout));
