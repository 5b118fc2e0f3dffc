import { requestKinds } from './kinds.ts';
import { testRequests } from './request-fault.ts';

for (const kind of requestKinds) testRequests(kind);
