import {
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
  ServiceUnavailableException,
} from '@nestjs/common';
import { closingDetail } from '../problems/problem.ts';

/** What has work in hand to end when the application closes. */
export abstract class ClosesWithApp implements BeforeApplicationShutdown, OnApplicationShutdown {
  #closing: Promise<void> | undefined;

  protected get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Takes no more work and ends what is in hand, once. Resolves when all has ended. */
  close(): Promise<void> {
    this.#closing ??= this.end();
    return this.#closing;
  }

  /** Not awaited: the server must stop listening meanwhile. */
  beforeApplicationShutdown(): void {
    void this.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  protected abstract end(): Promise<void>;
}

/** The answer to what comes too late. */
export const closingException = () => new ServiceUnavailableException(closingDetail);
