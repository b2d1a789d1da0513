import { expect, it } from 'vitest';
import type { Item } from '#contract/sessions/session-view.ts';
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import { toShared } from './share-items.ts';

const guard = new SecretGuard();
guard.hide('violets-1-and-roses');
const WITH = { withTools: true };
const WITHOUT = { withTools: false };

const note = (label?: string): Item =>
  ({ kind: 'divider', id: 'n', seq: 1, ts: 0, what: 'note', text: '- a line', ...(label && { label }) }) as Item;

it('leaves out tool calls, and notes that only the model gets, which contain changed lines of files', () => {
  const content = [
    { type: 'text', text: 'Done.' },
    { type: 'toolCall', id: 'c', name: 'exec', arguments: {} },
  ];
  const answer = { kind: 'assistant', id: 'a', seq: 2, ts: 0, content, calls: [] } as unknown as Item;
  expect(toShared(answer, WITHOUT, guard)).toMatchObject({ content: [{ type: 'text', text: 'Done.' }] });
  expect(toShared(answer, WITH, guard)).toMatchObject({ content });
  expect(toShared(note(), WITHOUT, guard)).toBeUndefined();
  expect(toShared(note(), WITH, guard)).toEqual(note());
  expect(toShared(note('/status'), WITHOUT, guard)).toEqual(note('/status'));
});

it('masks secrets, and keeps the data of images', () => {
  const images = [{ type: 'image', mimeType: 'image/png', data: 'violets-1-and-roses' }];
  const message = { kind: 'user', id: 'u', seq: 1, ts: 0, text: 'Use violets-1-and-roses', images } as unknown as Item;
  expect(toShared(message, WITH, guard)).toMatchObject({ text: 'Use [secret of this gateway]', images });
});
