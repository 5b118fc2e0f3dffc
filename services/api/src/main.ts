import 'reflect-metadata';
import { readSettings } from './config/settings.ts';
import { StartFailure } from './start-failure.ts';
import { type Service, startService } from './start-service.ts';

let service: Service | undefined;

const end = async (): Promise<void> => {
  await service?.close();
  process.exit(0);
};
// Before the metrics thread starts: from then on these signals do not end the process by themselves.
process.once('SIGTERM', end).once('SIGINT', end);

try {
  service = await startService(readSettings(process.env));
} catch (error) {
  if (!(error instanceof StartFailure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode);
}
