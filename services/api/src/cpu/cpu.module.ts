import { Module } from '@nestjs/common';
import { CpuController } from './cpu.controller.ts';

@Module({ controllers: [CpuController] })
export class CpuModule {}
