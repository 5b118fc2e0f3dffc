import type { CurrentRun } from '@headroom/contract/live.ts';
import { isLoadSteered, type LiveState } from './state.ts';

/** k6 listens there only while its own load goes on. */
const titleOfK6 = 'k6 dashboard';

/** The links of a run that lead somewhere at the moment. */
export const linksNow = (live: LiveState): CurrentRun['links'] =>
  (live.run?.links ?? []).filter(({ title }) => title !== titleOfK6 || isLoadSteered(live));
