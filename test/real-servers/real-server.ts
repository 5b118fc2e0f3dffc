import type { Truth } from './truth.ts';

/** A program that the machine must have: this command installs no packages of the system. */
export interface Prerequisite {
  readonly program: string;
  /** How Debian calls what holds it. */
  readonly debianPackages: string;
  /** Arguments with which it ends with 0 where it will do; without them it is enough that it is there. */
  readonly check?: readonly string[];
}

/** Where a server is installed and run. All are absolute. */
export interface Place {
  /** A copy of its folder in `servers/` in which it was built; kept with REAL_SERVERS_CACHE. */
  readonly installation: string;
  /** Another copy, to run in: gone when it has been measured. */
  readonly folder: string;
}

/** One step of an installation, carried out in its folder. */
export interface InstallStep {
  readonly command: readonly string[];
  readonly limitSeconds: number;
}

/** A server that people run, with a small handler. */
export interface RealServer {
  /** What S= names. */
  readonly name: string;
  /** Its folder in `servers/`: servers that share one share the installation. */
  readonly source: string;
  readonly needs: readonly Prerequisite[];
  /** @param installations the folder of all installations, where steps may share what they download */
  install(installation: string, installations: string): readonly InstallStep[];
  /** The command that serves on 127.0.0.1 until it is ended. */
  start(place: Place, port: number): readonly string[];
  /** Where its version is to be read: a file that pins it, or what a program says. */
  readonly version: { readonly file: string } | { readonly command: readonly string[] };
  /** Finds the version in that text: its first group. */
  readonly versionPattern: RegExp;
  readonly truth: Truth;
}
