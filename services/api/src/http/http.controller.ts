import { Controller, Get, Inject } from '@nestjs/common';
import { BlockingUpstream } from './blocking-upstream.ts';
import { UpstreamClient } from './upstream-client.ts';
import { bytesOf } from './upstream-outcome.ts';

/** One call of the slow HTTP service behind this one. */
@Controller('http')
export class HttpController {
  readonly #blocking: BlockingUpstream;
  readonly #client: UpstreamClient;

  constructor(
    @Inject(BlockingUpstream) blocking: BlockingUpstream,
    @Inject(UpstreamClient) client: UpstreamClient,
  ) {
    this.#blocking = blocking;
    this.#client = client;
  }

  /** Nothing else is served until the upstream has answered. */
  @Get('sync')
  sync() {
    return { bytes: bytesOf(this.#blocking.call()) };
  }

  @Get('async')
  async async() {
    return { bytes: bytesOf(await this.#client.call()) };
  }
}
