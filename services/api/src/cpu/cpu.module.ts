import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.ts';
import { QueueModule } from '../queue/queue.module.ts';
import { CpuController } from './cpu.controller.ts';

@Module({ imports: [PoolModule, QueueModule], controllers: [CpuController] })
export class CpuModule {}
