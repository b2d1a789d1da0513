import { expect, it } from 'vitest';
import { createDrafts } from '../../state/drafts.ts';
import { askSide, readSideQuestion } from './side-thread.ts';

it('reads the question after /btw, in several lines, and nothing else', () => {
  expect(readSideQuestion('/btw Why beans?\nReally')).toBe('Why beans?\nReally');
  expect(['/btw', '/btw  ', '/btwx why', 'why /btw beans', 'btw why'].map(readSideQuestion)).toEqual(
    Array.from({ length: 5 }),
  );
});

it('puts what was typed back into the message box if the question could not be asked', async () => {
  const drafts = createDrafts({ keys: () => [], get: () => undefined, set: () => undefined, remove: () => undefined });
  const client = { request: () => Promise.reject(new Error('offline')) };
  // The rest isn't reached.
  const services = { client, drafts, newId: () => 'id' } as unknown as Parameters<typeof askSide>[0];
  const image = { type: 'image', mimeType: 'image/png', data: 'AAAA' } as const;
  askSide(services, 'agent:main:one', 'Why?', { text: '/btw Why?', images: [image] });
  await expect.poll(() => drafts.get('agent:main:one')).toMatchObject({ text: '/btw Why?', images: [image] });
});
