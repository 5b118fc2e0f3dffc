import { createReadStream, readFileSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, InternalServerErrorException, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { type DataFile, makeDataFiles } from '../data-files/make-data-files.ts';

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
  onModuleInit(): Promise<void> {
    return makeDataFiles(
      this.#folder,
      fileSizes.map((size) => fileOf(Number(size))),
    );
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
    return join(this.#folder, fileName(bytes));
  }
}

const fileName = (bytes: number): string => `${bytes}.bin`;

const fileOf = (bytes: number): DataFile => ({
  name: fileName(bytes),
  async isWhole(path) {
    const present = await stat(path).catch(() => undefined);
    return present?.isFile() === true && present.size === bytes;
  },
  write: (path) => writeFile(path, Buffer.alloc(bytes, content)),
});

function readFailure(cause: unknown, bytes: number): unknown {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return cause;
  const detail = `The data file of ${bytes} bytes is gone: start the service again to have it made.`;
  return new InternalServerErrorException(detail, { cause });
}
