const none = "'none'";
const hashes = /^'sha256-[A-Za-z0-9+/]{43}='( 'sha256-[A-Za-z0-9+/]{43}=')*$/;

/** What a report's policy may say; another page, or one that somebody changed, may want more. */
const allowed: ReadonlyMap<string, (sources: string) => boolean> = new Map([
  ['default-src', (sources) => sources === none],
  ['style-src', (sources) => hashes.test(sources)],
  ['script-src', (sources) => hashes.test(sources)],
  ['img-src', (sources) => sources === 'data:'],
  ['base-uri', (sources) => sources === none],
  ['form-action', (sources) => sources === none],
]);

const strict = `default-src ${none}; base-uri ${none}; form-action ${none}`;
/** A report may have come from somebody else: as of an origin of its own it cannot reach the live page. */
const apart = 'sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox';

/**
 * The Content-Security-Policy of a report: the one of its own meta element, which lets nothing run but its own style
 * and script, and what only a header can say. Nothing runs in a page whose element is missing or asks for more.
 */
export function reportPolicy(page: string): string {
  const [, own = ''] =
    /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page.slice(0, 4096)) ?? [];
  return `${isStrict(own) ? own : strict}; frame-ancestors ${none}; ${apart}`;
}

function isStrict(policy: string): boolean {
  const directives = policy.split('; ').map((text): [string, string] => {
    const [name = '', ...sources] = text.split(' ');
    return [name, sources.join(' ')];
  });
  const names = directives.map(([name]) => name);
  const isComplete = ['default-src', 'base-uri', 'form-action'].every((name) => names.includes(name));
  return isComplete && directives.every(([name, sources]) => allowed.get(name)?.(sources) ?? false);
}
