import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';

@Controller('healthz')
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
