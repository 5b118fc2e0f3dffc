import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defineConfig } from './define-config.ts';
import { readUserConfig } from './user-config.ts';

const folderWith = (content: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-config-'));
  writeFileSync(join(folder, 'headroom.config.ts'), content);
  return folder;
};

it('reads the default export', async () => {
  const source = await readUserConfig(folderWith('export default { duration: "9s" as string };'));
  expect(source?.options).toEqual(defineConfig({ duration: '9s' }));
  expect(source?.spell('duration')).toBe('duration');
});

it('is content without a file', async () => {
  expect(await readUserConfig(mkdtempSync(join(tmpdir(), 'headroom-config-')))).toBeNull();
});

it('says why a file cannot be loaded, in one line', async () => {
  await expect(readUserConfig(folderWith('export default {'))).rejects.toMatchObject({
    code: 'BENCH_CONFIG_UNREADABLE',
    message: expect.stringMatching(/^headroom\.config\.ts cannot be loaded: [^\n]+$/),
  });
});

it.each([
  ['', 'has no default export'],
  ['export const a = 1;', 'has no default export'],
])('refuses %j, which has no default export', async (content, message) => {
  await expect(readUserConfig(folderWith(content))).rejects.toThrow(message);
});

it('waits for a promise', async () => {
  expect((await readUserConfig(folderWith('export default Promise.resolve({ seed: 3 });')))?.options).toEqual(
    { seed: 3 },
  );
});

it('names a file that does not exist', async () => {
  await expect(readUserConfig('/', '/nonexistent.config.ts')).rejects.toMatchObject({
    code: 'BENCH_CONFIG_UNREADABLE',
    message: expect.stringMatching(/^\/nonexistent\.config\.ts does not exist\. Expected/),
  });
});

it.each([
  ['Promise.reject(new Error("no luck\\nat all"))', 'cannot be loaded: no luck.'],
  ['Promise.reject()', 'cannot be loaded: undefined.'],
  ['Promise.reject(new Error(""))', 'cannot be loaded: it says not why.'],
])('says why %s gives no settings, in one line', async (promise, why) => {
  await expect(readUserConfig(folderWith(`export default ${promise};`))).rejects.toMatchObject({
    code: 'BENCH_CONFIG_UNREADABLE',
    message: expect.stringMatching(new RegExp(`^headroom\\.config\\.ts ${why} Expected [^\\n]+$`)),
  });
});

it.each(['export default new Promise(() => {});', 'await new Promise(() => {}); export default {};'])(
  'waits for %j no longer than it was told to',
  async (content) => {
    const folder = folderWith(content);
    // As a timer of the file would.
    const alive = setInterval(() => undefined, 1000);
    await expect(readUserConfig(folder, undefined, 0.2)).rejects.toMatchObject({
      code: 'BENCH_CONFIG_UNREADABLE',
      message: expect.stringMatching(
        /^headroom\.config\.ts has not finished loading after 0\.2 s\. Expected/,
      ),
    });
    clearInterval(alive);
  },
);
