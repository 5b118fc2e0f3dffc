import { expect, it } from 'vitest';
import { rowsOf } from './socket-table.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (local: string, state: string, inode: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;

it('reads who has a port, where, and in which state', () => {
  const table = [
    head,
    row('0100007F:1FA4', '0A', '71'),
    row('00000000:1FA4', '0A', '72'),
    row('0100007F:1FA4', '06', '0'),
    row('0100007F:1FA4', '01', '73'),
    row('0100007F:01BB', '0A', '74'),
    row('00000000000000000000000001000000:1FA4', '0A', '75'),
    row('00000000000000000000000000000000:1FA4', '0A', '76'),
    '',
  ].join('\n');
  expect(rowsOf(table, 8100)).toEqual([
    { address: '127.0.0.1', state: 'listening', inode: '71' },
    { address: '0.0.0.0', state: 'listening', inode: '72' },
    { address: '127.0.0.1', state: 'time-wait', inode: '0' },
    { address: '127.0.0.1', state: 'other', inode: '73' },
    { address: '::1', state: 'listening', inode: '75' },
    { address: '::', state: 'listening', inode: '76' },
  ]);
});
