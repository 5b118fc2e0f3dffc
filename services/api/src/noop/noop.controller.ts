import { Controller, Get } from '@nestjs/common';

/** What a request costs when its handler does nothing. */
@Controller('noop')
export class NoopController {
  @Get('sync')
  sync() {
    return { done: true };
  }

  @Get('async')
  async async() {
    return { done: true };
  }
}
