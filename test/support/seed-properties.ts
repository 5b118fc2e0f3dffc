import fc from 'fast-check';
import { seed } from '../../bench/fixtures/thoroughness.ts';

fc.configureGlobal({ seed });
