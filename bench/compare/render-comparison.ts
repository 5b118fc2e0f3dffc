import { type Comparison, comparisonSchema } from '@headroom/contract/comparison.ts';
import { markdownSection, terminalSection } from '../report/render.ts';
import type { Section } from '../report/section.ts';
import { comparisonSections } from './comparison-sections.ts';

/** What GitHub takes as a comment; counted in bytes here, which are never fewer than its characters. */
const mostCommentBytes = 65_536;

export function comparisonText(comparison: Comparison): string {
  return comparisonSections(comparison).map(terminalSection).join('\n\n');
}

/** Fits a comment of a pull request: of long tables and lists the end is left out, and said so. */
export function comparisonMarkdown(comparison: Comparison): string {
  const sections = comparisonSections(comparison);
  const longest = Math.max(
    ...sections.flatMap(({ table, lines }) => [table?.rows.length ?? 0, lines.length]),
  );
  const whole = markdownOf(sections, longest);
  if (fits(whole)) return whole;
  // The most rows with which it fits, by bisection.
  let [fitting, tooMany] = [0, longest];
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (fits(markdownOf(sections, middle))) fitting = middle;
    else tooMany = middle;
  }
  return markdownOf(sections, fitting);
}

const fits = (text: string): boolean => Buffer.byteLength(text) <= mostCommentBytes;

function markdownOf(sections: readonly Section[], mostRows: number): string {
  return `# Headroom: base and head\n\n${sections.map((section) => markdownSection(cut(section, mostRows))).join('\n\n')}\n`;
}

function cut({ heading, table, lines }: Section, mostRows: number): Section {
  const [head = [], ...body] = table?.rows ?? [];
  const left = Math.max(0, body.length - mostRows) + Math.max(0, lines.length - mostRows);
  return {
    heading,
    ...(table ? { table: { ...table, rows: [head, ...body.slice(0, mostRows)] } } : {}),
    lines: [
      ...lines.slice(0, mostRows),
      ...(left === 0
        ? []
        : [`${left} more are left out here: the text and the JSON of this comparison have all.`]),
    ],
  };
}

export function comparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparisonSchema.parse(comparison), null, 2)}\n`;
}
