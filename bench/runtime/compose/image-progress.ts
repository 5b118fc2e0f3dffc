/** What is done about images, in both tenses that a line takes. */
interface Work {
  readonly doing: 'Building' | 'Pulling';
  readonly done: 'Built' | 'Pulled';
}

export const building: Work = { doing: 'Building', done: 'Built' };
export const pulling: Work = { doing: 'Pulling', done: 'Pulled' };

/** What takes less is not worth a line: of images that are there nothing is said. */
const worthTellingSeconds = 3;
const longestStep = 60;

/** Follows one command of Compose about images by its plain progress. */
export interface ImageProgress {
  heard(line: string): void;
  /** To be called about once a second. */
  tick(): void;
  /** When the command has succeeded. */
  over(): void;
}

/**
 * Says what a command is at while it lasts: after three seconds, then every ten, and after a minute every thirty; and how
 * long it took.
 * @param services that it was asked for
 * @param now in seconds, of any origin
 */
export function imageProgress(
  { doing, done }: Work,
  services: readonly string[],
  say: (line: string) => void,
  now = () => performance.now() / 1000,
): ImageProgress {
  /** Steps that have begun and not ended, by number or service. */
  const open = new Map<string, { readonly service: string; readonly step: string; readonly since: number }>();
  const told = new Set<string>();
  let startedAt: number | null = null;
  let nextAt = 0;

  const begin = (key: string, service: string, step: string): void => {
    startedAt ??= now();
    if (!open.has(key)) open.set(key, { service, step, since: now() });
  };
  return {
    heard: (line) => {
      const pulled = /^\s*(?:Image )?(\S+) (Pulling|Pulled|Error|Skipped)\b(?! fs layer)/.exec(line);
      const begun = /^#(\d+) \[(.+) \d+\/\d+\] (.+)$/.exec(line);
      const ended = /^#(\d+) (?:DONE|CACHED|ERROR|CANCELED)\b/.exec(line);
      if (pulled?.[1] !== undefined) {
        if (pulled[2] === 'Pulling') begin(pulled[1], pulled[1], '');
        else open.delete(pulled[1]);
      } else if (begun !== null) {
        const [, number = '', stage = '', step = ''] = begun;
        // Where one image alone is built its stages come without its name.
        const service = services.find((name) => stage.split(' ')[0] === name) ?? services.join(', ');
        begin(number, service, step);
      } else if (ended?.[1] !== undefined) open.delete(ended[1]);
    },
    tick: () => {
      const [oldest] = [...open.values()].sort((a, b) => a.since - b.since);
      if (oldest === undefined || startedAt === null) return;
      if (now() - oldest.since < worthTellingSeconds || now() < nextAt) return;
      const seconds = Math.round(now() - startedAt);
      nextAt = now() + (seconds < 60 ? 10 : 30);
      const inHand = [...new Set([...open.values()].map(({ service }) => service))];
      for (const service of inHand) told.add(service);
      const step = oldest.step === '' ? '' : `: ${inShort(oldest.step)}`;
      say(`${doing} ${inHand.join(', ')} (${seconds} s)${step} ...`);
    },
    over: () => {
      if (startedAt === null || told.size === 0) return;
      say(`${done} ${[...told].join(', ')} in ${Math.round(now() - startedAt)} s.`);
    },
  };
}

/** An instruction of a Dockerfile without its flags. */
function inShort(step: string): string {
  const text = step.replace(/^RUN (--\S+\s+)*/, '').replaceAll(/\s+/g, ' ');
  return text.slice(0, longestStep).trimEnd();
}
