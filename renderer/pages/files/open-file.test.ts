// Saving an open file.
import { expect, it } from 'vitest';
import { OpenFile } from './open-file.ts';

it('is not unsaved once the save that is under way has ended', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const file = await openFile(() => promise);
  file.type('new text');
  void file.save();
  const staysUnsaved = file.staysUnsaved();
  expect(file.unsaved()).toBe(true);
  resolve('hash of the new text');
  expect(await staysUnsaved).toBe(false);
});

it('stays unsaved if the save fails, or if something was typed meanwhile', async () => {
  const failing = await openFile(() => Promise.reject(new Error('The disk is full.')));
  failing.type('new text');
  void failing.save();
  expect(await failing.staysUnsaved()).toBe(true);

  const edited = await openFile(() => Promise.resolve('hash of the new text'));
  edited.type('new text');
  void edited.save();
  edited.type('newer text');
  expect(await edited.staysUnsaved()).toBe(true);
});

async function openFile(write: () => Promise<string>): Promise<OpenFile> {
  const read = () => Promise.resolve({ missing: false, content: 'text', hash: 'hash of the text' });
  const file = new OpenFile({ path: 'plan.md', read, write });
  await file.load();
  return file;
}
