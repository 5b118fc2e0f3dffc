import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { articleClaims } from '../claims/article-claims.ts';
import type { BenchConfig } from './bench-config.ts';
import { demandBystanders, demandConnections } from './bystanders.ts';
import { cellsOf, namesEndpoints } from './cells.ts';
import { known } from './known.ts';
import { ratesOf } from './levels.ts';
import type { OptionSource } from './option-source.ts';
import { optionsSchema, type ParsedOptions, runtimeNames } from './options.ts';
import { settleOwnSubjects } from './own-subjects.ts';
import { presets } from './presets.ts';
import { readSource } from './read-source.ts';
import { repositoryRoot } from './repository-root.ts';
import { settleProtocol } from './settle-protocol.ts';
import { settleServices } from './settle-services.ts';
import { wantedCapacity } from './wanted-capacity.ts';

/**
 * Merges the sources (later ones win, key by key) over the preset's defaults, checks every value, and
 * freezes the result. Precedence: flags, then headroom.config.ts, then the preset.
 * @throws BenchError with a BENCH_CONFIG code, naming the value, what was expected and what to do.
 */
export function loadConfig(sources: readonly OptionSource[]): BenchConfig {
  const options: ParsedOptions = Object.assign({}, ...sources.map(readSource));

  const presetName = known('preset', options.preset ?? 'article', Object.keys(presets));
  const preset = presets[presetName];
  if (!preset) throw new BenchError('BENCH_CONFIG_UNKNOWN_NAME', `unknown preset ${presetName}`);
  const settings = { ...optionsSchema.parse(preset.defaults), ...options };
  const own = settleOwnSubjects(settings.subjects);
  const protocol = settleProtocol(settings);
  const rates = ratesOf(options, protocol.warmupSeconds + protocol.durationSeconds);

  const subjects = { ...settleServices(settings), own };
  const cells = cellsOf({ options, settings, preset, rates, own });
  demandBystanders({ cells, subjects }, options.bystanders);
  demandConnections({ cells, subjects }, options.connections ?? 'during');

  return deepFreeze({
    preset: presetName,
    cells,
    baselines: settings.baselines ?? true,
    endpointsNamed: namesEndpoints(settings),
    protocol,
    runtime: known('runtime', settings.runtime ?? 'auto', runtimeNames),
    out: settings.out ?? join(repositoryRoot, 'results'),
    keepUp: settings.keepUp ?? false,
    gateClaims: (settings.gateClaims ?? []).map((id) => known('claim', id, claimIds)),
    base: settings.base ?? null,
    gates: settings.gate ?? [],
    subjects,
    capacity: wantedCapacity(settings),
  });
}

const claimIds = articleClaims.map(({ id }) => id);

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
