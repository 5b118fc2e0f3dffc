import type { OptionSource } from '../config/option-source.ts';

/** The flags of `run` as a source of options. */
export function flagSource(flags: Record<string, unknown>): OptionSource {
  return { origin: 'the command line', options: flags, spell: (key) => `--${kebab(key)}` };
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
