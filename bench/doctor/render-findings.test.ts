import type { Finding } from '@headroom/contract/manifest.ts';
import { expect, it } from 'vitest';
import { renderFindings } from './render-findings.ts';

const findings: Finding[] = [
  { check: 'ports', severity: 'ok', message: '8000 and 9464 are free', advice: '' },
  { check: 'load', severity: 'warning', message: 'Busy.', advice: 'Wait a minute.' },
  { check: 'frequency', severity: 'info', message: 'Not visible here.', advice: '' },
  { check: 'open files', severity: 'fatal', message: 'Too few.', advice: 'Raise the limit.' },
];

it('aligns severity, check and message, with the advice below', () => {
  expect(renderFindings(findings, { onlyProblems: false }).split('\n')).toEqual([
    'ok       ports        8000 and 9464 are free',
    'warning  load         Busy.',
    '                      Wait a minute.',
    'info     frequency    Not visible here.',
    'fatal    open files   Too few.',
    '                      Raise the limit.',
  ]);
});

it('shows only the problems when asked to', () => {
  expect(renderFindings(findings, { onlyProblems: true }).split('\n')).toEqual([
    'warning  load         Busy.',
    '                      Wait a minute.',
    'fatal    open files   Too few.',
    '                      Raise the limit.',
  ]);
  expect(renderFindings(findings.slice(0, 1), { onlyProblems: true })).toBe('');
});
