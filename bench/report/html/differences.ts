import type { Manifest } from '@headroom/contract/manifest.ts';
import { formatBytes } from '../quantities.ts';
import type { Section } from '../section.ts';
import { planInWords } from './provenance.ts';

const traits: readonly (readonly [string, (manifest: Manifest) => string])[] = [
  ['CPU', ({ machine }) => `${machine.cpuModel}, ${machine.cpus} CPUs`],
  ['Granted to the subject', ({ cpus }) => cpus.subject.join(', ')],
  ['Granted to the generator', ({ cpus }) => cpus.generator.join(', ')],
  ['Memory', ({ machine }) => formatBytes(machine.memoryBytes)],
  ['System', ({ machine }) => `${machine.platform} ${machine.release}, ${machine.architecture}`],
  ['Runtime', ({ runtime }) => runtime],
  ['Node', ({ versions }) => versions.node],
  ['k6', ({ versions }) => versions.k6],
  ['Headroom', ({ versions }) => versions.headroom],
  ['Commit', ({ gitCommit }) => gitCommit?.slice(0, 12) ?? 'not known'],
  ['Seed', ({ plan }) => String(plan.seed)],
  ['Settings of nest', ({ subjects }) => JSON.stringify(subjects.nest)],
  ['Settings of fastapi', ({ subjects }) => JSON.stringify(subjects.fastapi)],
  ['Settings of your own services', ({ subjects }) => JSON.stringify(subjects.own)],
  ['Plan', planInWords],
];

/** What the two runs do not have in common, beside what was measured. */
export function differencesSection(a: Manifest, b: Manifest): Section {
  const body = traits
    .map(([name, of]) => [name, of(a), of(b)] as const)
    .filter(([, left, right]) => left !== right);
  const heading = 'What differs between them';
  if (body.length === 0)
    return {
      heading,
      lines: ['Nothing that is written down: machine, versions, plan and seed are the same.'],
    };
  return { heading, table: { rows: [['', 'A', 'B'], ...body], right: [] }, lines: [] };
}
