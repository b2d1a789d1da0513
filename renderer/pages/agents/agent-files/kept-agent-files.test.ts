import { expect, it } from 'vitest';
import { refusal, scriptedClient, settled } from '../../../state/testing/stand-ins.ts';
import { holdAgentFile, openAgentFile, unsavedFiles } from './kept-agent-files.ts';

/** A gateway with one file, which others may write. */
function gateway() {
  const file: { content: string | undefined } = { content: 'You are kind.' };
  const state = () =>
    file.content === undefined
      ? { missing: true }
      : { missing: false, content: file.content, hash: `#${file.content}` };
  const scripted = scriptedClient((method, params) => {
    if (method === 'agents.files.get') return { file: state() };
    const was = file.content === undefined ? '' : `#${file.content}`;
    if (params['expectedHash'] !== was) throw refusal('the file changed');
    file.content = String(params['content']);
    return { file: state() };
  });
  return { ...scripted, file };
}

async function open(agentId: string) {
  const world = gateway();
  const file = openAgentFile(world.client, agentId, 'SOUL.md');
  const letGo = holdAgentFile(world.client, agentId, file);
  await settled();
  return { ...world, opened: file, letGo, edit: () => file.store.getState().edit };
}

it('keeps unsaved text while another page is open, and drops saved files', async () => {
  const { client, opened, letGo } = await open('a');
  opened.type('You are kind and short.');
  letGo();
  expect(unsavedFiles('a')).toEqual(['SOUL.md']);
  expect(openAgentFile(client, 'a', 'SOUL.md')).toBe(opened);
  await opened.save();
  holdAgentFile(client, 'a', opened)();
  expect(unsavedFiles('a')).toEqual([]);
  expect(openAgentFile(client, 'a', 'SOUL.md')).not.toBe(opened);
});

it('keeps both texts when someone else saved in the meantime', async () => {
  const { opened, edit, file } = await open('b');
  opened.type('Mine.');
  file.content = 'Theirs.';
  await opened.save();
  expect(edit()).toMatchObject({ phase: 'conflict', text: 'Mine.', theirs: { text: 'Theirs.' } });
  opened.keepMine();
  await settled();
  expect([edit().phase, file.content]).toEqual(['clean', 'Mine.']);
});

it('shows a newer text immediately if nothing is unsaved', async () => {
  const { emit, edit, file } = await open('c');
  file.content = 'Newer.';
  emit('settings.changed', { what: 'agents' });
  await settled();
  expect(edit()).toMatchObject({ phase: 'clean', text: 'Newer.' });
});

it("creates a file that doesn't exist yet", async () => {
  const world = gateway();
  world.file.content = undefined;
  const file = openAgentFile(world.client, 'd', 'SOUL.md');
  holdAgentFile(world.client, 'd', file);
  await settled();
  expect(file.store.getState().edit).toMatchObject({ phase: 'clean', text: '' });
  file.type('New.');
  await file.save();
  expect(world.file.content).toBe('New.');
});
