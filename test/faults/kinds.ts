import type { Kind } from './fault.ts';
import { choices } from './kinds/choices.ts';
import { comparisons } from './kinds/comparisons.ts';
import { configurationFiles } from './kinds/configuration-files.ts';
import { contradictions } from './kinds/contradictions.ts';
import { environment } from './kinds/environment.ts';
import { machine } from './kinds/machine.ts';
import { names } from './kinds/names.ts';
import { ownServices } from './kinds/own-services.ts';
import { probeAddresses } from './kinds/probe-addresses.ts';
import { probeFiles } from './kinds/probe-files.ts';
import { probeFlags } from './kinds/probe-flags.ts';
import { probeTargets } from './kinds/probe-targets.ts';
import { requestBodies } from './kinds/request-bodies.ts';
import { requestSenders } from './kinds/request-senders.ts';
import { runs } from './kinds/runs.ts';
import { settings } from './kinds/settings.ts';
import { storedRuns } from './kinds/stored-runs.ts';
import { values } from './kinds/values.ts';
import { words } from './kinds/words.ts';
import type { RequestKind } from './request-fault.ts';

/** All kinds of faults of the command line, in the order of docs/faults.md. */
export const kinds: readonly Kind[] = [
  words,
  names,
  values,
  choices,
  contradictions,
  configurationFiles,
  settings,
  ownServices,
  environment,
  machine,
  runs,
  storedRuns,
  comparisons,
  probeAddresses,
  probeFlags,
  probeFiles,
  probeTargets,
];

/** Those of the live page, likewise. */
export const requestKinds: readonly RequestKind[] = [requestBodies, requestSenders];
