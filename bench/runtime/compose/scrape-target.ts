import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment.ts';
import { watch } from '../native/watchdog/watch.ts';
import { compose, composeWords, watchDocker } from './docker.ts';
import { labFolder } from './lab-folder.ts';

/** A page of metrics in the network of the lab. */
export interface ScrapeTarget {
  /** As the runner names the service: rules find its trial by it. */
  readonly name: string;
  /** Of Compose, which is its name in the network too. */
  readonly container: string;
  readonly port: number;
  readonly path: string;
}

/** Whom the lab's Prometheus is told to scrape, beside those of the lab's own that run. */
export interface Scraped {
  /** From now on this one; null is nobody. A Prometheus that is not there is not told, and that is all. */
  only(target: ScrapeTarget | null): Promise<void>;
  /** Nobody any more, and nothing is left of it. */
  end(): Promise<void>;
}

/** Where prometheus/prometheus.yml looks. */
const place = 'prometheus:/etc/headroom/targets/subject.json';
const nobody = 'prometheus/nobody.json';

/** Tells the Prometheus of a lab by a file that is copied to it. */
export function scrapedIn(environment: Environment): Scraped {
  const file = join(labFolder(environment), `${environment.COMPOSE_PROJECT_NAME}.subject.json`);
  const forget = ['cp', nobody, place];
  let told = '';
  let unwatch: (() => void)[] = [];
  const tell = async (target: ScrapeTarget | null) => {
    const text = JSON.stringify(targetGroups(target));
    if (text === told) return;
    told = text;
    if (unwatch.length === 0) {
      unwatch = [watchDocker(composeWords(forget)), watch({ kind: 'path', path: file })];
    }
    if (write(file, text)) await compose(['cp', file, place]);
  };
  return {
    only: tell,
    end: async () => {
      if (told !== '') await compose(forget);
      rmSync(file, { force: true });
      for (const off of unwatch) off();
      unwatch = [];
      told = '';
    },
  };
}

/** Whether it could be: a disk without room is no reason to stop a measurement here. */
function write(file: string, text: string): boolean {
  try {
    writeFileSync(file, text);
    // Whatever the umask: Prometheus is another user.
    chmodSync(file, 0o644);
    return true;
  } catch {
    return false;
  }
}

/** As Prometheus reads them; the same labels as prometheus/prometheus.yml gives to those that it finds by DNS. */
export function targetGroups(target: ScrapeTarget | null): object[] {
  if (target === null) return [];
  const { name, container, port, path } = target;
  const labels = { job: container, service: name, __metrics_path__: path };
  return [{ targets: [`${container}:${port}`], labels }];
}
