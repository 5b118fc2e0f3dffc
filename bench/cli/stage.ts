import type { Stage } from '../main.ts';
import { interruption } from './interruption.ts';
import { liveProgress } from './progress/live-progress.ts';
import { plainProgress } from './progress/plain-progress.ts';

/** The terminal as the programme's stage: live where it is one, plain lines where it is not. */
export function openStage(): Stage {
  const say = (line: string): void => console.log(line);
  const watcher = process.stdout.isTTY ? liveProgress(process.stdout) : plainProgress(say);
  return { say, watcher, signal: interruption(watcher.say) };
}
