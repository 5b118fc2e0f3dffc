import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { resumeFlagsOf } from './cli/resume-flags.ts';
import { repositoryRoot } from './config/repository-root.ts';
import { resumeHint } from './headroom-command.ts';

const runId = '20260101-000000-article';
const hintFor = (out: string): string => resumeHint({ path: join(out, runId), runId });

afterEach(() => vi.restoreAllMocks());

it('names no folder where that is the default', () => {
  expect(hintFor(join(repositoryRoot, 'results'))).toBe(`Go on with: npm exec headroom -- resume ${runId}`);
});

it.each([
  '/plain/results',
  "/it's a folder/of $HOME",
  '/with "quotes" and `ticks`',
  '/a\\b; exit',
  'relative',
])('gives the folder %s as a shell takes it', (out) => {
  const command = hintFor(out).replace(/^Go on with: npm exec headroom -- /, '');
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
  expect(words.trim().split('\n')).toEqual(['resume', runId, '--out', resolve(out)]);
});

it('carries the flags that the run cannot go on without', () => {
  const flags = resumeFlagsOf({ config: 'my config.ts', base: '/builds/main' });
  expect(resumeHint({ path: join(repositoryRoot, 'results', runId), runId }, flags)).toBe(
    `Go on with: npm exec headroom -- resume ${runId} --config '${resolve('my config.ts')}' --base /builds/main`,
  );
});

it('names the program by its path where npm would not find it', () => {
  vi.spyOn(process, 'cwd').mockReturnValue(mkdtempSync(join(tmpdir(), 'headroom-elsewhere-')));
  expect(hintFor(join(repositoryRoot, 'results'))).toBe(
    `Go on with: ${join(repositoryRoot, 'bench/bin/headroom')} resume ${runId}`,
  );
});
