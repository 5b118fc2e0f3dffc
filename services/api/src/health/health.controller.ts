import { Controller, Get, Inject, UseFilters } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { HealthFilter } from './health.filter.ts';

/** Its body is Terminus' own also when it is not well: the probes of others read it. */
@Controller('healthz')
@UseFilters(HealthFilter)
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
