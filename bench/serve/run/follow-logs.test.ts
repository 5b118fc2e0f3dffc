import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrialFiles } from '../../runtime/runtime.ts';
import { followLogs } from './follow-logs.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-logs-'));
  const files = {
    subjectLog: join(folder, 'subject.log'),
    notes: join(folder, 'notes.ndjson'),
    generatorLog: join(folder, 'generator.log'),
  } as TrialFiles;
  const said: string[] = [];
  return { files, said, stop: followLogs(files, (line) => said.push(line)) };
}

it('says what service and k6 log, and by whom', () => {
  const { files, said, stop } = open();
  appendFileSync(files.subjectLog, 'ready\n{"level":30,"msg":"listening"}\nhalf a li');
  appendFileSync(
    files.generatorLog,
    '{"level":"warning","msg":"Request Failed","error":"connection refused"}\n',
  );
  vi.advanceTimersByTime(1000);
  expect(said).toEqual(['service: ready', 'service: listening', 'k6: Request Failed: connection refused']);
  appendFileSync(files.subjectLog, 'ne\n{"other":1}\n{rubbish\n');
  stop();
  expect(said.slice(3)).toEqual(['service: half a line', 'service: {"other":1}', 'service: {rubbish']);
});

it('leaves out most of what a service says at every request', () => {
  const { files, said, stop } = open();
  appendFileSync(files.subjectLog, Array.from({ length: 100 }, (_, i) => `request ${i}\n`).join(''));
  vi.advanceTimersByTime(1000);
  expect(said).toHaveLength(21);
  expect(said.at(-1)).toBe('service: 80 more lines, see its log');
  stop();
});
