import { Controller, Get, Inject, Query } from '@nestjs/common';
import { oneOf } from '../config/limits.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { DataFiles, fileSizes } from './data-files.ts';

const defaultBytes = 262_144;
const bytesPipe = new ParameterPipe(oneOf(fileSizes).transform(Number));

@Controller('disk')
export class DiskController {
  readonly #files: DataFiles;

  constructor(@Inject(DataFiles) files: DataFiles) {
    this.#files = files;
  }

  /** On the event loop. */
  @Get('sync')
  sync(@Query('bytes', bytesPipe) bytes: number = defaultBytes) {
    return { bytes: this.#files.readSync(bytes) };
  }

  /** In libuv's thread pool, into one buffer. */
  @Get('async')
  async async(@Query('bytes', bytesPipe) bytes: number = defaultBytes) {
    return { bytes: await this.#files.read(bytes) };
  }

  /** In libuv's thread pool, chunk by chunk: little memory, and more turns of the loop. */
  @Get('stream')
  async stream(@Query('bytes', bytesPipe) bytes: number = defaultBytes) {
    return { bytes: await this.#files.readInChunks(bytes) };
  }
}
