import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../collect/read-report.ts';
import { repositoryRoot } from '../config/repository-root.ts';
import { renderGuide } from './render-guide.ts';

/** Writes docs/choosing.md from the committed reports beside it. */
const docs = join(repositoryRoot, 'docs');
const read = (name: string) => readReport(join(docs, 'choosing', `${name}.json`));

writeFileSync(join(docs, 'choosing.md'), renderGuide(read('claims'), read('waits')));
