import { describe, expect, it } from 'vitest';
import { WaitingRoom } from './waiting-room.ts';

describe('WaitingRoom', () => {
  it('gives what arrives to all who wait for it, and to nobody else', async () => {
    const room = new WaitingRoom<string>();
    const [first, second, other] = ['a', 'a', 'b'].map((id) => room.enter(id));
    room.call('a', 'here');
    expect(await Promise.all([first?.arrival, second?.arrival])).toEqual(['here', 'here']);
    room.call('b', 'there');
    expect(await other?.arrival).toBe('there');
  });

  it('lets one leave while others wait on', async () => {
    const room = new WaitingRoom<string>();
    const [first, second] = [room.enter('a'), room.enter('a')];
    first.leave();
    room.call('a', 'here');
    expect(await second.arrival).toBe('here');
    expect(await Promise.race([first.arrival, 'nothing'])).toBe('nothing');
  });

  it('sends everybody away, and takes the next in', async () => {
    const room = new WaitingRoom<string>();
    const waiters = [room.enter('a'), room.enter('b')];
    room.dismiss(new Error('closed'));
    for (const { arrival } of waiters) await expect(arrival).rejects.toThrow('closed');
    for (const waiter of waiters) waiter.leave();
    const next = room.enter('a');
    room.call('a', 'here');
    expect(await next.arrival).toBe('here');
  });
});
