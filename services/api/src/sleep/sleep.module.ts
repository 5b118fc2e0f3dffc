import { Module } from '@nestjs/common';
import { SleepController } from './sleep.controller.ts';

@Module({ controllers: [SleepController] })
export class SleepModule {}
