import {
  GatewayTimeoutException,
  InternalServerErrorException,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { Item } from './item.ts';

/** How a query went, as a value that can be copied to another thread. */
export type ItemOutcome = { readonly state: 'found'; readonly item: Item } | ItemFault;

export interface ItemFault {
  readonly state: 'unavailable' | 'timed out' | 'failed';
  readonly detail: string;
  /** For the log only. */
  readonly cause?: unknown;
}

/** The row. Throws the exception that tells the client of the service why there is none. */
export function itemOf(outcome: ItemOutcome): Item {
  switch (outcome.state) {
    case 'found':
      return outcome.item;
    case 'unavailable':
      throw new ServiceUnavailableException(outcome.detail, { cause: outcome.cause });
    case 'timed out':
      throw new GatewayTimeoutException(outcome.detail, { cause: outcome.cause });
    case 'failed':
      throw new InternalServerErrorException(outcome.detail, { cause: outcome.cause });
    default:
      return outcome satisfies never;
  }
}
