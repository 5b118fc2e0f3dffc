import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.ts';
import { CpuController } from './cpu.controller.ts';

@Module({ imports: [PoolModule], controllers: [CpuController] })
export class CpuModule {}
