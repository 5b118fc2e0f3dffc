import { randomUUID } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, InternalServerErrorException, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { StartFailure } from '../start-failure.ts';

const folderExitCode = 1;
const content = 'Headroom reads this. ';

/** The sizes there are, in bytes, as a request names them. */
export const fileSizes = ['4096', '262144', '16777216'] as const;

/** Files to read, made when the application starts. Each way of reading gives the number of bytes read. */
@Injectable()
export class DataFiles implements OnModuleInit {
  readonly #folder: string;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#folder = config.get('dataFolder', { infer: true });
  }

  /** Rejects with a `StartFailure` when the files cannot be made. */
  async onModuleInit(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      for (const size of fileSizes) await makeFile(this.#path(Number(size)), Number(size));
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code;
      const message = `No data files can be made in ${this.#folder} (${reason}): set API_DATA_FOLDER to a folder that can be written.`;
      throw new StartFailure(message, folderExitCode, { cause });
    }
  }

  readSync(bytes: number): number {
    try {
      return readFileSync(this.#path(bytes)).length;
    } catch (error) {
      throw readFailure(error, bytes);
    }
  }

  async read(bytes: number): Promise<number> {
    try {
      return (await readFile(this.#path(bytes))).length;
    } catch (error) {
      throw readFailure(error, bytes);
    }
  }

  async readInChunks(bytes: number): Promise<number> {
    let read = 0;
    try {
      for await (const chunk of createReadStream(this.#path(bytes))) read += chunk.length;
    } catch (error) {
      throw readFailure(error, bytes);
    }
    return read;
  }

  #path(bytes: number): string {
    return join(this.#folder, `${bytes}.bin`);
  }
}

async function makeFile(path: string, bytes: number): Promise<void> {
  const present = await stat(path).catch(() => undefined);
  if (present?.isFile() && present.size === bytes) return;
  // Under a name of its own first: another service may be reading, or making, the same file.
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, Buffer.alloc(bytes, content), { flag: 'wx', mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function readFailure(cause: unknown, bytes: number): unknown {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return cause;
  const detail = `The data file of ${bytes} bytes is gone: start the service again to have it made.`;
  return new InternalServerErrorException(detail, { cause });
}
