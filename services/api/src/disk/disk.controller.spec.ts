import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  stat,
  symlink,
  truncate,
  utimes,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StartFailure } from '../start-failure.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';

const paths = ['/disk/sync', '/disk/async', '/disk/stream'];

describe('DiskController', () => {
  let folder: string;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'headroom-disk-')), 'data');
    app = await testApp({ API_DATA_FOLDER: folder });
  });
  afterAll(() => app.close());

  it.each(paths)('answers %s as the contract has it, and for each size', async (path) => {
    expect((await app.inject(path)).body).toBe(expectedBody(path));
    for (const bytes of [4096, 262_144, 16_777_216]) {
      expect((await app.inject(`${path}?bytes=${bytes}`)).json()).toEqual({ bytes });
    }
  });

  it.each(paths)('answers 400 on %s to another size', async (path) => {
    for (const bytes of ['0', '4097', '../secret']) {
      const response = await app.inject(`${path}?bytes=${bytes}`);
      expectProblem(response, 400, `bytes is "${bytes}", expected one of 4096, 262144, 16777216.`);
    }
  });

  it.each(paths)('answers 500 on %s to a file that is gone, and says so in the log', async (path) => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    const [file, away] = [join(folder, '262144.bin'), join(folder, 'away')];
    await rename(file, away);
    const response = await app.inject(path);
    expectProblem(
      response,
      500,
      'The data file of 262144 bytes is gone: start the service again to have it made.',
    );
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'ENOENT' }));
    vi.restoreAllMocks();
    expect((await app.inject(`${path}?bytes=4096`)).statusCode).toBe(200);
    await rename(away, file);
    expect((await app.inject(path)).body).toBe(expectedBody(path));
  });

  it('keeps its files to itself, takes those of the right size again and makes the others anew', async () => {
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const longAgo = new Date(0);
    await utimes(join(folder, '4096.bin'), longAgo, longAgo);
    await truncate(join(folder, '262144.bin'), 10);
    const second = await testApp({ API_DATA_FOLDER: folder });
    await second.close();
    expect((await stat(join(folder, '4096.bin'))).mtime).toEqual(longAgo);
    expect((await stat(join(folder, '262144.bin'))).size).toBe(262_144);
    const files = ['16777216.bin', '262144.bin', '4096.bin', 'items.sqlite'];
    expect((await readdir(folder)).toSorted()).toEqual(files);
  });

  it.skipIf(process.getuid === undefined)(
    'does not start on a folder that somebody else may have made where everybody can',
    async () => {
      const above = await mkdtemp(join(tmpdir(), 'headroom-disk-'));
      await chmod(above, 0o1777);
      const places = ['loose', 'link', 'fine'].map((name) => join(above, name)) as [string, string, string];
      const [loose, link, fine] = places;
      await mkdir(loose);
      await chmod(loose, 0o777);
      await symlink(folder, link);
      const refused: [string, string][] = [
        [loose, 'can be written by other users'],
        [link, 'is no folder but a link or a file'],
      ];
      if (process.getuid?.() === 0) {
        const foreign = join(above, 'foreign');
        await mkdir(foreign, { mode: 0o700 });
        await chown(foreign, 65_534, 65_534);
        refused.push([foreign, 'belongs to user 65534, and not to 0, who runs this']);
      }
      for (const [place, fault] of refused) {
        await expect(testApp({ API_DATA_FOLDER: place })).rejects.toThrow(
          new StartFailure(
            `${place} is not taken for the data files: it ${fault}; expected a folder of this user alone. Remove it, or set API_DATA_FOLDER (TMPDIR for a run of the lab) to another one.`,
            1,
          ),
        );
      }
      await (await testApp({ API_DATA_FOLDER: fine })).close();
      await (await testApp({ API_DATA_FOLDER: fine })).close();
    },
  );

  it('takes a link to a folder where nobody else could have made it', async () => {
    const link = join(await mkdtemp(join(tmpdir(), 'headroom-disk-')), 'link');
    await symlink(folder, link);
    await (await testApp({ API_DATA_FOLDER: link })).close();
  });

  it('does not start where it cannot make them', async () => {
    const taken = join(folder, '4096.bin', 'below');
    await expect(testApp({ API_DATA_FOLDER: taken })).rejects.toThrow(
      new StartFailure(
        `No data files can be made in ${taken} (ENOTDIR): set API_DATA_FOLDER (TMPDIR for a run of the lab) to a folder that can be written.`,
        1,
      ),
    );
  });
});
