import { Module } from '@nestjs/common';
import { PoolModule } from '../pool/pool.module.ts';
import { ItemDatabase } from './item-database.ts';
import { SqliteController } from './sqlite.controller.ts';

@Module({ imports: [PoolModule], providers: [ItemDatabase], controllers: [SqliteController] })
export class SqliteModule {}
