import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { problemMediaType, problemOf } from './problem.ts';

/** Answers every exception as a problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #adapterHost: HttpAdapterHost;
  readonly #logger = new Logger('Problems');

  constructor(@Inject(HttpAdapterHost) adapterHost: HttpAdapterHost) {
    this.#adapterHost = adapterHost;
  }

  catch(exception: unknown, host: ArgumentsHost): void {
    const fault = faultBehind(exception);
    if (fault !== undefined) this.#logger.error(fault);
    const { httpAdapter } = this.#adapterHost;
    const response: unknown = host.switchToHttp().getResponse();
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    const problem = problemOf(exception);
    httpAdapter.setHeader(response, 'content-type', problemMediaType);
    httpAdapter.reply(response, problem, problem.status);
  }
}

/** What the log must tell, as the answer does not. A refusal under load is no fault, and would fill the log. */
function faultBehind(exception: unknown): unknown {
  if (!(exception instanceof HttpException)) return exception;
  return exception.getStatus() >= 500 ? exception.cause : undefined;
}
