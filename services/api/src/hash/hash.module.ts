import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.ts';
import { QueueModule } from '../queue/queue.module.ts';
import { HashController } from './hash.controller.ts';

@Module({ imports: [PoolModule, QueueModule], controllers: [HashController] })
export class HashModule {}
