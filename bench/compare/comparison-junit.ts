import type { Comparison, GateResult } from '@headroom/contract/comparison.ts';
import { cellInWords } from './cells.ts';

/** The gates as JUnit XML, one test each; an inconclusive one is a failure of that type. */
export function comparisonJunit({ gates, base, head }: Comparison): string {
  const failures = gates.filter(({ outcome }) => outcome !== 'passed').length;
  const counts = `tests="${gates.length}" failures="${failures}" errors="0" skipped="0" time="0"`;
  const name = attribute(`${base.runId} to ${head.runId}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="headroom compare" ${counts}>`,
    `  <testsuite name=${name} ${counts}>`,
    ...gates.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(result: GateResult): string {
  const { outcome, gate, reason } = result;
  const test = `    <testcase classname=${attribute(cellInWords(result))} name=${attribute(gate)} time="0"`;
  if (outcome === 'passed')
    return `${test}>\n      <system-out>${escapeXml(reason)}</system-out>\n    </testcase>`;
  return `${test}>\n      <failure type="${outcome}" message=${attribute(reason)}>${escapeXml(reason)}</failure>\n    </testcase>`;
}

const attribute = (text: string): string => `"${escapeXml(text)}"`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 has no way to say (section 2.2: control characters, halves of surrogate pairs) is left out. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
