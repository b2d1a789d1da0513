// Changes of sessions.
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const CHANGES_EXAMPLES = defineExamples({
  'changes.list': { params: async (world) => ({ sessionKey: await changed(world, 'changed') }) },
  'changes.get': {
    params: async (world) => ({ sessionKey: await changed(world, 'changed'), path: 'plan-changed.md' }),
  },
  'changes.content': {
    params: async (world) => ({
      sessionKey: await changed(world, 'changed'),
      path: 'plan-changed.md',
      side: 'after' as const,
    }),
  },
  'changes.accept': { params: (world) => decision(world, 'accepted') },
  'changes.reject': { params: (world) => decision(world, 'rejected') },
  'changes.edit': {
    params: async (world) => {
      const { sessionKey, files } = await decision(world, 'edited');
      const [file] = files;
      const { hunks } = await world.client.request('changes.get', { sessionKey, path: file.path });
      return { sessionKey, ...file, hunk: hunks[0]?.id ?? '', text: 'Plant the peas.\n' };
    },
  },
  'changes.undo': {
    params: async (world) => {
      const params = await decision(world, 'undone');
      const { operation } = await world.client.request('changes.accept', params);
      return { sessionKey: params.sessionKey, id: operation.id };
    },
  },
  'changes.view': {
    params: async (world) => {
      const { sessionKey, files } = await decision(world, 'viewed');
      return { sessionKey, ...files[0] };
    },
  },
  'changes.rewind.preview': { params: (world) => message(world, 'inspected') },
  'changes.rewind': { params: async (world) => ({ ...(await message(world, 'replanted')), what: 'files' }) },
  'changes.comments.list': { params: async (world) => ({ sessionKey: await comment(world, 'commented') }) },
  'changes.comments.add': {
    params: async (world) => ({
      sessionKey: await changed(world, 'commented'),
      path: 'plan-commented.md',
      startLine: 1,
      text: 'Peas, not beans.',
    }),
  },
  'changes.comments.remove': {
    params: async (world) => {
      const sessionKey = await comment(world, 'uncommented');
      const { comments } = await world.client.request('changes.comments.list', { sessionKey });
      return { sessionKey, id: comments[0]?.id ?? '' };
    },
  },
  'changes.comments.send': {
    params: async (world) => ({ sessionKey: await comment(world, 'sent'), idempotencyKey: 'example-comments' }),
  },
});

/** A session that wrote a file. */
async function changed({ client, changedSession }: ExampleWorld, name: string): Promise<string> {
  const sessionKey = await changedSession(name);
  await waitUntil(
    'the changes',
    async () => (await client.request('changes.list', { sessionKey })).runs[0]?.endedAt !== undefined,
  );
  return sessionKey;
}

async function decision(world: ExampleWorld, name: string) {
  const sessionKey = await changed(world, name);
  const path = `plan-${name}.md`;
  const { files } = await world.client.request('changes.list', { sessionKey });
  const version = files.find((file) => file.path === path)?.version ?? '';
  return { sessionKey, files: [{ path, version }] as [{ path: string; version: string }] };
}

async function message(world: ExampleWorld, name: string) {
  const sessionKey = await changed(world, name);
  const items = await world.items(sessionKey);
  return { sessionKey, messageId: items.find(({ kind }) => kind === 'user')?.id ?? '' };
}

async function comment(world: ExampleWorld, name: string): Promise<string> {
  const sessionKey = await changed(world, name);
  await world.client.request('changes.comments.add', {
    sessionKey,
    path: `plan-${name}.md`,
    startLine: 1,
    text: 'Peas, not beans.',
  });
  return sessionKey;
}
