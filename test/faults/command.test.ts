import { asCommand } from './carry-out.ts';
import { testFaults } from './expect-fault.ts';
import { kinds } from './kinds.ts';

// One of each kind as a process of its own: the others are no different.
for (const { title, about, faults } of kinds) {
  testFaults({ title: `${title}, by the command itself`, about, faults: faults.slice(0, 1) }, asCommand);
}
