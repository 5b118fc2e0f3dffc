import { expectation, type Quantity, readQuantity } from './quantity.ts';

const portRange: Quantity = { kind: 'whole number', min: 0, max: 65_535 };

export interface Settings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** Settings that cannot be used; its message names every one of them, in one line. */
export class BadSettings extends Error {}

/** Reads the settings from an environment. Throws `BadSettings`. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { UPSTREAM_HOST: host = '127.0.0.1', UPSTREAM_PORT: portText = '8002' } = env;
  const port = readQuantity(portText, portRange);
  const complaints: string[] = [];
  if (host === '') complaints.push('UPSTREAM_HOST is "", expected a host name or address');
  if (port === undefined) complaints.push(expectation('UPSTREAM_PORT', portText, portRange));
  if (port === undefined || complaints.length > 0) {
    throw new BadSettings(`Bad settings: ${complaints.join('; ')}.`);
  }
  return { host, port };
}
