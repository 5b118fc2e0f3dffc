import { expect, it } from 'vitest';
import { lastWordsInShort } from './last-words.ts';

const trace = `node:events:486
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use 127.0.0.1:8100
    at Server.setupListenHandle [as _listen2] (node:net:1940:16)
  code: 'EADDRINUSE',
}

Node.js v24.21.0
`;

it.each([
  [trace, 'Error: listen EADDRINUSE: address already in use 127.0.0.1:8100'],
  ['Traceback (most recent call last):\n  File "a.py", line 1\nValueError: no luck\n', 'ValueError: no luck'],
  ['starting\ncannot open the treasury\n', 'cannot open the treasury'],
  [
    'taskset: failed to execute nope: No such file or directory\n',
    'taskset: failed to execute nope: No such file or directory',
  ],
  ['\n \n', 'none'],
])('takes of %j the line that says most', (words, line) => {
  expect(lastWordsInShort(words)).toBe(line);
});
