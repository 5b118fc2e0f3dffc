import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { LoggerModule } from 'nestjs-pino';
import type { Settings } from './config/settings.ts';
import { CpuModule } from './cpu/cpu.module.ts';
import { DbModule } from './db/db.module.ts';
import { DiskModule } from './disk/disk.module.ts';
import { HashModule } from './hash/hash.module.ts';
import { HealthModule } from './health/health.module.ts';
import { HttpModule } from './http/http.module.ts';
import { loggerParams } from './logger.ts';
import { MixedModule } from './mixed/mixed.module.ts';
import { NoopModule } from './noop/noop.module.ts';
import { ProblemsModule } from './problems/problems.module.ts';
import { SleepModule } from './sleep/sleep.module.ts';
import { SqliteModule } from './sqlite/sqlite.module.ts';

@Module({
  imports: [
    SleepModule,
    CpuModule,
    MixedModule,
    HashModule,
    DiskModule,
    HttpModule,
    DbModule,
    SqliteModule,
    NoopModule,
    HealthModule,
    ProblemsModule,
  ],
})
class AppModule {}

/** The application under settings that have been read already. */
export function appModule(settings: Settings): DynamicModule {
  const config = ConfigModule.forRoot({
    isGlobal: true,
    ignoreEnvFile: true,
    ignoreEnvVars: true,
    skipProcessEnv: true,
    load: [() => settings],
  });
  // The module installs a middleware that costs every request time even when it logs none.
  const requestLog = settings.requestLog ? [LoggerModule.forRoot(loggerParams(settings))] : [];
  return { module: AppModule, imports: [config, ...requestLog] };
}
