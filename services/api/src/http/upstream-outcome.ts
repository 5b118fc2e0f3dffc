import { BadGatewayException, GatewayTimeoutException } from '@nestjs/common';
import type { UpstreamOutcome } from './upstream-client.ts';

/** The bytes of an answer. Throws the exception that tells the client of the service why there is none. */
export function bytesOf(outcome: UpstreamOutcome): number {
  switch (outcome.state) {
    case 'answered':
      return outcome.bytes;
    case 'timed out':
      throw new GatewayTimeoutException(outcome.detail);
    case 'failed':
      throw new BadGatewayException(outcome.detail);
    default:
      return outcome satisfies never;
  }
}
