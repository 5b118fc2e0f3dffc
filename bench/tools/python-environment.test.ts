import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { pythonEnvironment } from './python-environment.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-python-'));
  said = [];
  writeFileSync(join(folder, 'requirements.txt'), 'fastapi==1 --hash=sha256:00\n');
});

/** A python3 that notes how it is called, makes "environments" of itself, and has a version and a pip that fails or not. */
function usePython(version: string, pip = 'true'): void {
  const script = `#!/bin/sh
echo "$*" >> ${folder}/calls
case "$*" in
  --version) echo "Python ${version}" ;;
  "-m venv "*) mkdir -p "$3/bin" && cp ${folder}/python3 "$3/bin/python" ;;
  "-m pip "*) ${pip} ;;
esac
`;
  writeFileSync(join(folder, 'python3'), script, { mode: 0o755 });
}

const calls = () => readFileSync(join(folder, 'calls'), 'utf8');

function find(signal = new AbortController().signal, path = folder) {
  const environment = {
    PATH: path,
    XDG_CACHE_HOME: join(folder, 'cache'),
    HOME: undefined,
    HEADROOM_K6: undefined,
    K6_DOWNLOAD_BASE: 'http://127.0.0.1:1',
  };
  return pythonEnvironment(join(folder, 'requirements.txt'), environment, {
    announce: (line) => said.push(line),
    signal,
  });
}

describe('pythonEnvironment', () => {
  it('makes one with exactly the pinned packages, once', async () => {
    usePython('3.11.7');
    const python = await find();
    expect(python).toMatch(/cache\/headroom\/python\/3\.11\.7-[0-9a-f]{12}\/bin\/python$/);
    expect(calls()).toMatch(/pip install .*--require-hashes --only-binary :all: --requirement/);
    expect(said).toEqual([expect.stringContaining('once')]);

    expect(await find()).toBe(python);
    expect(calls().match(/pip install/g)).toHaveLength(1);
  });

  it('makes another for other pins', async () => {
    usePython('3.11.7');
    const before = await find();
    writeFileSync(join(folder, 'requirements.txt'), 'fastapi==2 --hash=sha256:00\n');
    expect(await find()).not.toBe(before);
  });

  it('does not take one that was left half made', async () => {
    usePython('3.11.7', 'echo "no such index" >&2; exit 1');
    await expect(find()).rejects.toMatchObject({
      code: 'BENCH_TOOLS_PYTHON_MISSING',
      message: expect.stringMatching(/no such index.*apt install python3-venv/),
    });
    usePython('3.11.7');
    expect(await find()).toMatch(/bin\/python$/);
  });

  it('says which Python is too old, and that there is none', async () => {
    usePython('3.9.2');
    await expect(find()).rejects.toThrow(/python3 is 3\.9\.2.*Expected Python 3\.11 or later/);
    await expect(find(undefined, '/nonexistent')).rejects.toThrow(
      /no Python 3\.11 or later is on the PATH\. /,
    );
  });

  it('ends at once when it is told to stop', async () => {
    usePython('3.11.7');
    await expect(find(AbortSignal.abort())).rejects.toMatchObject({ code: 'BENCH_RUN_INTERRUPTED' });
  });
});
