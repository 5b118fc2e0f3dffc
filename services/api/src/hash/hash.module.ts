import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.ts';
import { HashController } from './hash.controller.ts';

@Module({ imports: [PoolModule], controllers: [HashController] })
export class HashModule {}
