import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema } from '@headroom/contract/report.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { renderGuide } from './render-guide.ts';

/** Writes docs/choosing.md from the committed reports beside it. */
const docs = join(repositoryRoot, 'docs');
const read = (name: string) =>
  reportSchema.parse(JSON.parse(readFileSync(join(docs, 'choosing', `${name}.json`), 'utf8')));

writeFileSync(join(docs, 'choosing.md'), renderGuide(read('claims'), read('waits')));
