import { Controller, Get, Inject, UseFilters } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';

/** Its body is Terminus' own also when it is not well: the probes of others read it. */
@Controller('healthz')
@UseFilters(BaseExceptionFilter)
export class HealthController {
  readonly #health: HealthCheckService;

  constructor(@Inject(HealthCheckService) health: HealthCheckService) {
    this.#health = health;
  }

  /** The service depends on nothing: that it answers is its health. */
  @Get()
  @HealthCheck()
  check() {
    return this.#health.check([]);
  }
}
