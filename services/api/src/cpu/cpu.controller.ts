import { Controller, Get, Inject } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { countTo } from './count.ts';

@Controller('cpu')
export class CpuController {
  readonly #iterations: number;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#iterations = config.get('cpuIterations', { infer: true });
  }

  /** The article's loop, on the event loop. */
  @Get()
  count() {
    return { done: countTo(this.#iterations) === this.#iterations };
  }
}
