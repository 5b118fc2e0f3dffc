import { testFaults } from './expect-fault.ts';
import { kinds } from './kinds.ts';

for (const kind of kinds) testFaults(kind);
