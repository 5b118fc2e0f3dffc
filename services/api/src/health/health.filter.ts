import { Catch, Inject } from '@nestjs/common';
import { BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';

/** Answers as Nest does by itself. Nest warns of its own filter, which does not say what it is to be given. */
@Catch()
export class HealthFilter extends BaseExceptionFilter {
  constructor(@Inject(HttpAdapterHost) { httpAdapter }: HttpAdapterHost) {
    super(httpAdapter);
  }
}
