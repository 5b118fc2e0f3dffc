import type { Stage } from '../main.ts';
import { liveProgress } from '../progress/live-progress.ts';
import { plainProgress } from '../progress/plain-progress.ts';
import { complain, print } from '../words/terminal.ts';
import { interruption } from './interruption.ts';
import { type ResumeFlags, resumeFlagsOf } from './resume-flags.ts';

/**
 * The terminal as the programme's stage: live where it is one, plain lines where it is not.
 * @param flags of the command
 * @param stream `stderr` leaves the standard output to a result
 */
export function openStage(flags: ResumeFlags = {}, stream: 'stdout' | 'stderr' = 'stdout'): Stage {
  const say = stream === 'stdout' ? print : complain;
  const watcher = process[stream].isTTY ? liveProgress(process[stream]) : plainProgress(say);
  return { say, watcher, signal: interruption(watcher.say), resumeFlags: resumeFlagsOf(flags) };
}
