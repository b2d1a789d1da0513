import { expect, it } from 'vitest';
import type { Item } from '#contract/sessions/session-view.ts';
import { withoutTools } from './share-items.ts';

const note = (label?: string): Item =>
  ({ kind: 'divider', id: 'n', seq: 1, ts: 0, what: 'note', text: '- secret line', ...(label && { label }) }) as Item;

it('leaves out tool calls, and notes that only the model gets, which contain changed lines of files', () => {
  const content = [
    { type: 'text', text: 'Done.' },
    { type: 'toolCall', id: 'c', name: 'exec', arguments: {} },
  ];
  const answer = { kind: 'assistant', id: 'a', seq: 2, ts: 0, content, calls: [] } as unknown as Item;
  expect(withoutTools(answer)).toMatchObject({ content: [{ type: 'text', text: 'Done.' }] });
  expect(withoutTools(note())).toBeUndefined();
  expect(withoutTools(note('/status'))).toEqual(note('/status'));
});
