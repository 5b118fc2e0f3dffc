import { ServiceUnavailableException } from '@nestjs/common';
import type * as jobs from '../pool/jobs.ts';
import { ClosesWithApp } from '../server/closes-with-app.ts';

export type JobName = keyof typeof jobs;
export type JobInput<Name extends JobName> = Parameters<(typeof jobs)[Name]>[0];
export type JobOutput<Name extends JobName> = ReturnType<(typeof jobs)[Name]>;

/** A job that is done, with what it was asked for. */
export interface DoneJob<Name extends JobName> {
  readonly input: JobInput<Name>;
  readonly output: JobOutput<Name>;
}

/** The jobs behind every `queue` route. Throws the exceptions that tell a client what is wrong. */
export abstract class JobQueue extends ClosesWithApp {
  /** Puts a job on the queue. Resolves with the id that its result is asked for by. */
  abstract submit<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<string>;

  /** Resolves once the job is done. */
  abstract result<Name extends JobName>(name: Name, id: string): Promise<DoneJob<Name>>;
}

/** Stands in where the settings ask for no workers. */
export class NoJobQueue extends JobQueue {
  async submit(): Promise<never> {
    throw new ServiceUnavailableException(
      'There are no queue workers: set API_QUEUE_WORKERS to how many there shall be.',
    );
  }

  result(): Promise<never> {
    return this.submit();
  }

  protected async end(): Promise<void> {}
}
