import { Module } from '@nestjs/common';
import { MixedController } from './mixed.controller.ts';

@Module({ controllers: [MixedController] })
export class MixedModule {}
