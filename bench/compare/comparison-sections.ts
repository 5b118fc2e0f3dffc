import { isDeepStrictEqual } from 'node:util';
import {
  type ComparedMetric,
  type ComparedRow,
  type Comparison,
  comparedMetrics,
  type GateResult,
} from '@headroom/contract/comparison.ts';
import type { Section } from '../report/section.ts';
import { cellInWords } from './cells.ts';
import { formatChange, formatChanges, formatPValue } from './changes.ts';
import { metrics } from './metrics.ts';

/** The parts of a comparison in reading order; those with nothing to say are left out. */
export function comparisonSections(comparison: Comparison): Section[] {
  const { base, head, onlyIn, differences, gates, rows } = comparison;
  return [
    { heading: `${base.runId} → ${head.runId}`, lines: circumstances(comparison) },
    gateSection(gates),
    differencesSection(differences),
    ...comparedMetrics.map((metric) => metricSection(metric, rows)),
    linesSection('Warnings', warningLines(rows)),
    linesSection('Only in one of them', [
      ...onlyIn.base.map((cell) => `base: ${cell}`),
      ...onlyIn.head.map((cell) => `head: ${cell}`),
    ]),
  ].filter((section) => section !== null);
}

/** "2 of 6 gates failed, 1 is inconclusive", or that all passed; null without gates. */
export function gatesInWords(gates: readonly GateResult[]): string | null {
  if (gates.length === 0) return null;
  const count = (outcome: GateResult['outcome']) => gates.filter((one) => one.outcome === outcome).length;
  const [failed, open] = [count('failed'), count('inconclusive')];
  const all = gates.length === 1 ? '1 gate' : `${gates.length} gates`;
  if (failed === 0 && open === 0) {
    const unsure = gates.filter(({ reaches }) => reaches).length;
    const doubt = unsure === 0 ? '' : `, ${unsure} of them although a change beyond it is not excluded`;
    return `${gates.length === 1 ? 'The gate passed' : `All ${all} passed`}${doubt}`;
  }
  return [
    ...(failed > 0 ? [`${failed} of ${all} failed`] : []),
    ...(open > 0 ? [`${open} of ${all} ${open === 1 ? 'is' : 'are'} inconclusive`] : []),
  ].join(', ');
}

function circumstances({ base, head, paired, confidence, noiseFloor, gates, rows }: Comparison): string[] {
  const when = ({ createdAt }: Comparison['base']) => new Date(createdAt * 1000).toISOString().slice(0, 16);
  const verdict = gatesInWords(gates);
  if (base.runId === head.runId) {
    return [
      rows.every((row) => isDeepStrictEqual(row.base, row.head))
        ? 'A run compared with itself: there is no change to be found.'
        : `Both are called ${base.runId}, and their figures differ: the folder of one of them was changed.`,
      ...(verdict ? [`${verdict}.`] : []),
    ];
  }
  return [
    ...(verdict ? [`${verdict}.`] : []),
    `Base of ${when(base)}, head of ${when(head)} (UTC).`,
    paired
      ? 'Measured in turn, trial by trial: what drifts falls on both alike.'
      : 'Measured one after the other: what changed on the machine in between counts as a change. Run with --base to measure both in turn.',
    `~ is no change that could be told from chance at ${percent(confidence)}, with p adjusted by Holm over the cells of a figure (several figures are several chances to err). Each trial counts once; ± and the intervals are of ${percent(confidence)}.`,
    ...(noiseFloor === null
      ? []
      : [`Noise floor of this machine, by ${noiseFloor.runId}: ${floorInWords(noiseFloor.shares)}.`]),
  ];
}

function floorInWords(shares: NonNullable<Comparison['noiseFloor']>['shares']): string {
  return comparedMetrics
    .flatMap((metric) => {
      const share = shares[metric];
      return share === undefined ? [] : [`${metric} ${(100 * share).toFixed(1)} %`];
    })
    .join(', ');
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const outcomes = ['failed', 'inconclusive', 'passed'] as const;

function gateSection(gates: readonly GateResult[]): Section | null {
  if (gates.length === 0) return null;
  const ordered = outcomes.flatMap((outcome) => gates.filter((one) => one.outcome === outcome));
  const body = ordered.map((result) => [result.outcome, result.gate, cellInWords(result), result.reason]);
  return {
    heading: 'Gates',
    table: { rows: [['outcome', 'gate', 'cell', 'why'], ...body], right: [] },
    lines: [],
  };
}

function differencesSection(differences: Comparison['differences']): Section | null {
  if (differences.length === 0) return null;
  const body = differences.map(({ what, base, head }) => [what, base, head]);
  return {
    heading: 'What else differs',
    table: { rows: [['', 'base', 'head'], ...body], right: [] },
    lines: [],
  };
}

function metricSection(metric: ComparedMetric, rows: readonly ComparedRow[]): Section | null {
  const own = rows.filter((row) => row.metric === metric && (row.base.trials > 0 || row.head.trials > 0));
  if (own.length === 0) return null;
  const body = own.map((row) => [
    cellInWords(row),
    ...figure(row.metric, row.base),
    ...figure(row.metric, row.head),
    change(row),
    row.adjustedPValue === null ? '–' : formatPValue(row.adjustedPValue),
    row.base.trials === row.head.trials ? String(row.base.trials) : `${row.base.trials}+${row.head.trials}`,
  ]);
  const head = ['cell', 'base', '±', 'head', '±', 'change', 'p', 'n'];
  return {
    heading: metrics[metric].title,
    table: { rows: [head, ...body], right: [1, 2, 3, 4, 6, 7] },
    lines: [],
  };
}

/** The median, and half its interval or what is more of it, as a share; infinite where there is none. */
function figure(metric: ComparedMetric, { value, interval }: ComparedRow['base']): [string, string] {
  if (value === null) return ['–', ''];
  const text = metrics[metric].format(value);
  if (interval === null) return [text, '∞'];
  const half = Math.max(interval.high - value, value - interval.low);
  return [text, value === 0 ? '' : `${((100 * half) / value).toFixed(half / value < 0.0995 ? 1 : 0)} %`];
}

function change(row: ComparedRow): string {
  switch (row.change) {
    case 'cannot-tell':
      return row.repeatsNeeded === null ? '~ (takes no part)' : `~ (needs n = ${row.repeatsNeeded})`;
    case 'none-detected':
      return '~';
    case 'higher':
    case 'lower': {
      if (row.ratio === null) return row.change;
      const interval = row.ratioInterval === null ? '' : ` (${formatChanges(row.ratioInterval)})`;
      return `${formatChange(row.ratio)}${interval}`;
    }
    default:
      return row.change satisfies never;
  }
}

/** The same words for several figures of a cell are said once. */
function warningLines(rows: readonly ComparedRow[]): string[] {
  const all = rows.flatMap((row) =>
    row.warnings.map(({ code, message }) => ({ cell: cellInWords(row), metric: row.metric, code, message })),
  );
  const groups = Map.groupBy(all, ({ cell, code, message }) => JSON.stringify([cell, code, message]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const figures =
      group.length === comparedMetrics.length ? '' : `, ${group.map(({ metric }) => metric).join(', ')}`;
    return [`${first.cell}${figures}, ${first.code}: ${first.message}`];
  });
}

function linesSection(heading: string, lines: readonly string[]): Section | null {
  return lines.length === 0 ? null : { heading, lines };
}
