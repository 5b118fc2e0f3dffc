import { type Manifest, probePreset, type RunPlan } from '@headroom/contract/manifest.ts';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { engineInWords } from '../../words/engine-in-words.ts';
import { windowsInWords } from '../protocol-words.ts';
import { formatBytes } from '../quantities.ts';
import { listInWords } from './charts/words.ts';
import { html, type Markup } from './escape.ts';
import { anchorOf } from './section.ts';

/** The plan in a sentence or two: what was asked of the machine. */
export function planInWords({ plan, runtime }: Manifest): string {
  const asPlanned = plan.trials.filter(({ baseline }) => !baseline);
  const trials = asPlanned.length > 0 ? asPlanned : plan.trials;
  const of = <T>(pick: (trial: Trial) => T) => [...new Set(trials.map(pick))];
  const [first] = trials;
  if (first === undefined) return 'Nothing was planned.';
  const endpoints = of(({ endpoint }) => endpoint).sort();
  const asked =
    endpoints.length > 8
      ? `${endpoints.length} endpoints, among them ${endpoints.slice(0, 4).join(', ')}`
      : listInWords(endpoints);
  const users = rising(
    trials.flatMap(({ vus, arrivalsPerSecond }) => (arrivalsPerSecond === null ? [vus] : [])),
  );
  const rates = rising(trials.flatMap(({ arrivalsPerSecond }) => arrivalsPerSecond ?? []));
  const levels = [
    ...(users.length > 0 ? [`${levelList(users)} ${users.at(-1) === 1 ? 'user' : 'users'}`] : []),
    ...(rates.length > 0 ? [`${levelList(rates)} requests a second`] : []),
  ].join(', and at ');
  const repeats = trials.reduce((most, { repeat }) => Math.max(most, repeat), 1);
  const { thinkTime, warmupSeconds } = first;
  const thinking =
    users.length === 0 || thinkTime.maxSeconds === 0
      ? ''
      : ` Users think for ${thinkTime.minSeconds} to ${thinkTime.maxSeconds} s between requests.`;
  const connecting = of(({ connections }) => connections).includes('before')
    ? ' Each connected before the load, by a request that takes no work.'
    : '';
  return `${listInWords(of(({ subject }) => subject).sort())} served ${asked}, at ${levels}: ${repeats === 1 ? 'once' : `${repeats} times`} each, over windows of ${windowsInWords(trials)} after ${warmupSeconds} s of warm-up, ${whereItRan(plan, runtime)}.${thinking}${connecting}`;
}

function whereItRan({ preset }: RunPlan, runtime: Manifest['runtime']): string {
  if (preset === probePreset) return 'where it was running already';
  return runtime === 'native' ? 'as processes of this machine' : 'in containers';
}

/** A search tries more levels than anybody wants to read. */
function levelList(levels: readonly number[]): string {
  if (levels.length <= 8) return listInWords(levels.map(String));
  return `${levels.length} levels from ${levels[0]} to ${levels.at(-1)}`;
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

const usualHeading = 'The machine, and how this came about';

/** The machine, and how the run came about. */
export function machineMarkup(manifest: Manifest, heading = usualHeading): Markup {
  const { machine, engine, versions, cpus, plan, findings } = manifest;
  const { own, nest, fastapi } = manifest.subjects;
  const rows: readonly [string, string][] = [
    ['CPU', `${machine.cpuModel}, ${machine.cpus} ${machine.cpus === 1 ? 'CPU' : 'CPUs'}`],
    ['Granted to the subject', cpuList(cpus.subject)],
    ['Granted to the generator', cpuList(cpus.generator)],
    ['Memory', formatBytes(machine.memoryBytes)],
    ['System', `${machine.platform} ${machine.release}, ${machine.architecture}`],
    ['Runtime', manifest.runtime],
    ...engineRows(engine),
    ['Versions', `Headroom ${versions.headroom}, Node ${versions.node}, ${versions.k6}`],
    ['Commit', manifest.gitCommit ?? 'not known'],
    ['Run', manifest.runId],
    ['Begun', new Date(manifest.createdAt * 1000).toISOString()],
    ['Plan', `${plan.preset}, ${plan.trials.length} trials, seed ${plan.seed}`],
    ...(manifest.pair === null
      ? []
      : ([['In turn with', `${manifest.pair.otherRunId} (this is the ${manifest.pair.role})`]] as const).map(
          ([name, value]): [string, string] => [name, value],
        )),
    ...Object.entries(plan.preset === probePreset ? {} : { nest, fastapi }).map(
      ([name, settings]): [string, string] => [
        `Settings of ${name}`,
        Object.entries(settings)
          .map(([setting, value]) => `${setting} ${value ?? 'unset'}`)
          .join(', '),
      ],
    ),
    ...Object.entries(own).map(([name, subject]): [string, string] => [
      `Settings of ${name}`,
      ownInWords(subject),
    ]),
  ];
  const remarks = findings.filter(({ severity }) => severity !== 'ok');
  const id = heading === usualHeading ? 'machine' : anchorOf(heading);
  return html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${remarks.length === 0 ? null : html`<h3>What was found before it began</h3><ul>${remarks.map(({ check, severity, message, advice }) => html`<li><b>${check}</b> (${severity}): ${message} ${advice}</li>\n`)}</ul>`}
</section>
`;
}

function engineRows(engine: Manifest['engine']): [string, string][] {
  if (engine === null) return [];
  const where = engine.onThisKernel ? 'on this system' : `on ${engine.system}, kernel ${engine.kernel}`;
  const { cpus, memoryBytes, architecture } = engine;
  const memory = memoryBytes === null ? '' : `, ${formatBytes(memoryBytes)}`;
  return [
    ['Engine', engineInWords(engine)],
    ['The engine runs', `${where}, ${architecture}, ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'}${memory}`],
    ...engine.images.map(({ service, name, id, digest }): [string, string] => [
      `Image of ${service}`,
      // The name has the digest already where it is pinned by it.
      [name, id ?? 'not known', ...(digest === null || name.includes(digest) ? [] : [digest])].join(', '),
    ]),
  ];
}

function ownInWords({ start, port, environment, metrics, bystanderPath }: OwnSubject): string {
  return [
    start.kind === 'image' ? `image ${start.image}` : `command ${start.command.join(' ')}`,
    `port ${port}`,
    ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    metrics === null ? 'no metrics' : `metrics on port ${metrics.port} at ${metrics.path}`,
    bystanderPath === null ? 'nothing for bystanders' : `bystanders ask for ${bystanderPath}`,
  ].join(', ');
}

function cpuList(cpus: readonly number[]): string {
  return cpus.length === 0 ? 'any' : `${cpus.length === 1 ? 'CPU' : 'CPUs'} ${cpus.join(', ')}`;
}
