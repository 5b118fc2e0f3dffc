import type { Finding } from '@headroom/contract/manifest.ts';

const severityWidth = 'warning'.length + 2;
const leastCheckWidth = 13;

/**
 * Findings as aligned lines: severity, check, message, and below it what to do.
 * @param options.onlyProblems leaves out what is well and what is only good to know
 */
export function renderFindings(
  findings: readonly Finding[],
  { onlyProblems }: { onlyProblems: boolean },
): string {
  const shown = findings.filter((finding) => !onlyProblems || isProblem(finding));
  const checkWidth = Math.max(leastCheckWidth, ...shown.map(({ check }) => check.length + 2));
  return shown
    .flatMap(({ check, severity, message, advice }) => {
      const line = severity.padEnd(severityWidth) + check.padEnd(checkWidth) + message;
      return advice === '' ? [line] : [line, ' '.repeat(severityWidth + checkWidth) + advice];
    })
    .join('\n');
}

function isProblem({ severity }: Finding): boolean {
  return severity === 'warning' || severity === 'fatal';
}
