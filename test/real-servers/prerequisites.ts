import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { programsOnPath } from '../../bench/tools/programs-on-path.ts';
import type { RealServer } from './real-server.ts';

/** With the folders of what only administrators are expected to start, such as Apache. */
export const searchPath = [process.env.PATH ?? '', '/usr/local/sbin', '/usr/sbin'].join(delimiter);

/** What the machine lacks for a server, each with how to get it; empty where it lacks nothing. */
export const lackingFor = ({ needs }: RealServer): string[] =>
  needs
    .filter(({ program, check }) => {
      const [path] = programsOnPath(searchPath, program);
      if (path === undefined) return true;
      return check !== undefined && spawnSync(path, check, { stdio: 'ignore', timeout: 10_000 }).status !== 0;
    })
    .map(({ program, debianPackages }) => `${program} (Debian: apt install ${debianPackages})`);
