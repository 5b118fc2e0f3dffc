import { Module } from '@nestjs/common';
import { DataFiles } from './data-files.ts';
import { DiskController } from './disk.controller.ts';

@Module({ providers: [DataFiles], controllers: [DiskController] })
export class DiskModule {}
