import { Module } from '@nestjs/common';
import { NoopController } from './noop.controller.ts';

@Module({ controllers: [NoopController] })
export class NoopModule {}
