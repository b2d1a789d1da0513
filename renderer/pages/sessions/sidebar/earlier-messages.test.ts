// Rows of an earlier conversation as they are read.
import { expect, it } from 'vitest';
import { readEarlierMessages } from './earlier-messages.ts';

it('keeps what people and agents said, and names the tools that were called', () => {
  const rows = [
    { role: 'user', content: 'List the files' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm' },
        { type: 'text', text: 'I will look.' },
        { type: 'toolCall', id: '1', name: 'exec', arguments: { command: 'ls' } },
      ],
    },
    { role: 'toolResult', content: [{ type: 'text', text: 'a b' }] },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'done' }] },
    { role: 'user', content: [{ type: 'text', text: 'And' }, { type: 'image' }, { type: 'text', text: 'now?' }] },
  ];
  expect(readEarlierMessages(rows)).toEqual([
    { role: 'user', text: 'List the files' },
    { role: 'assistant', text: 'I will look.' },
    { role: 'tool', text: 'exec' },
    { role: 'user', text: 'And\n\nnow?' },
  ]);
});
