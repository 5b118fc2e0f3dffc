import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '../../bench/config/repository-root.ts';

/** What the command line is made of. */
const sources = ['bench', 'contract', 'k6', 'services', 'package.json', '.env'];
/** Folders of what was installed or made there; the compiled service is to be started. */
const installed = ['node_modules', '.venv', '.pytest_cache', '.ruff_cache', '__pycache__'];
const withModules = ['.', 'services/api'];

/** Makes a copy of this checkout in a folder that is not there yet; what is installed is linked, not copied. */
export function copyCheckout(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const isSource = (path: string): boolean => !installed.includes(basename(path));
  for (const source of sources) {
    cpSync(join(repositoryRoot, source), join(folder, source), { recursive: true, filter: isSource });
  }
  for (const place of withModules) linkModules(join(repositoryRoot, place), join(folder, place));
}

function linkModules(from: string, to: string): void {
  mkdirSync(join(to, 'node_modules'));
  for (const name of readdirSync(join(from, 'node_modules'))) {
    const [source, link] = [join(from, 'node_modules', name), join(to, 'node_modules', name)];
    // Links to the parts of the checkout, which lead to those of the copy.
    if (name === '@headroom') cpSync(source, link, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(source, link);
  }
}
