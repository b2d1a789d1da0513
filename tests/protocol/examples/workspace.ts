// Files and terminals.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const WORKSPACE_EXAMPLES = defineExamples({
  'sessions.files.list': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'sessions.files.get': { params: async (world) => ({ sessionKey: await world.session('beans'), path: 'notes.md' }) },
  'sessions.files.set': {
    params: async (world) => ({
      sessionKey: await world.session('beans'),
      path: 'plan.md',
      content: '# Plan\n',
      expectedHash: '',
    }),
  },
  'sessions.diff': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'files.list': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'files.read': {
    params: async (world) => ({ sessionKey: await world.session('beans'), path: 'notes.md', offset: 0, length: 1024 }),
  },
  'files.ticket': {
    params: async (world) => ({ sessionKey: await world.session('beans'), path: 'notes.md' }),
  },
  // A file that exists would open an editor.
  'files.openInEditor': {
    params: async (world) => ({ sessionKey: await world.session('beans'), path: 'missing.md', line: 1 }),
    refusal: 'INVALID_REQUEST',
  },
  'files.search': { params: async (world) => ({ sessionKey: await world.session('beans'), query: 'beans' }) },
  'files.find': { params: async (world) => ({ sessionKey: await world.session('beans'), query: 'notes' }) },
  'files.symbols': {
    params: async (world) => {
      writeFileSync(join(world.workspace, 'water.py'), 'def water_beans(liters):\n    return liters\n');
      return { sessionKey: await world.session('beans'), query: 'water' };
    },
  },
  'files.search.cancel': { params: () => ({ searchId: 'palette' }) },
  'files.upload.start': {
    params: async (world) => ({ sessionKey: await world.session('beans'), path: 'photo.jpg', size: 183_204 }),
  },
  'files.upload.append': { params: async (world) => ({ ...(await upload(world)), offset: 0, data: 'QSBub3Rl' }) },
  'files.upload.status': { params: upload },
  'files.upload.finish': {
    params: async (world) => {
      const { uploadId } = await upload(world);
      await world.client.request('files.upload.append', { uploadId, offset: 0, data: 'QSBub3Rl' });
      return { uploadId };
    },
  },
  'files.upload.cancel': { params: upload },
  'files.versions.list': { params: saved },
  'files.versions.get': { params: version },
  'files.versions.restore': { params: version },
  'files.delete': { params: (world) => file(world, 'old.md') },
  'files.restore': {
    params: async (world) => {
      const { sessionKey, path } = await file(world, 'restored.md');
      const { trashId } = await world.client.request('files.delete', { sessionKey, path });
      return { sessionKey, trashId };
    },
  },
  'files.createFolder': { params: async (world) => ({ sessionKey: await world.session('beans'), path: 'sketches' }) },
  'files.move': {
    params: async (world) => {
      const { sessionKey, path } = await file(world, 'draft.md');
      return { sessionKey, from: path, to: 'final.md' };
    },
  },
  'files.watch': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'files.unwatch': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'fs.listDir': { params: (world) => ({ path: world.gateway.workspace }) },
  'terminal.open': { params: async (world) => ({ sessionKey: await world.session('beans'), cols: 80, rows: 24 }) },
  'terminal.input': { params: async (world) => ({ ...(await terminal(world)), data: 'ls\r' }) },
  'terminal.ack': { params: async (world) => ({ ...(await terminal(world)), seq: 0 }) },
  'terminal.resize': { params: async (world) => ({ ...(await terminal(world)), cols: 120, rows: 30 }) },
  'terminal.close': { params: terminal },
  'terminal.attach': { params: terminal },
  'terminal.upload': {
    params: async (world) => ({ ...(await terminal(world)), name: 'photo.jpg', contentBase64: 'QSBub3Rl' }),
  },
  'terminal.bySession': {
    params: async (world) => (await terminal(world), { sessionKey: await world.session('beans') }),
  },
  'terminal.rename': { params: async (world) => ({ ...(await terminal(world)), name: 'server' }) },
  'terminal.output': { params: terminal },
  'terminal.list': { params: async (world) => (await terminal(world), {}) },
});

/** A file with a version. */
async function saved(world: ExampleWorld) {
  const file = { sessionKey: await world.session('beans'), path: 'watering.md' };
  const { file: before } = await world.client.request('sessions.files.get', file);
  const change = { ...file, content: 'Every second morning.\n', expectedHash: before.hash ?? '' };
  await world.client.request('sessions.files.set', change);
  return file;
}

async function version(world: ExampleWorld) {
  const file = await saved(world);
  const { versions } = await world.client.request('files.versions.list', file);
  return { ...file, id: versions[0]?.id ?? 0 };
}

let uploads = 0;

/** An upload of six bytes. */
async function upload(world: ExampleWorld): Promise<{ readonly uploadId: string }> {
  uploads += 1;
  const request = { sessionKey: await world.session('beans'), path: `upload-${uploads}.md`, size: 6 };
  const { uploadId } = await world.client.request('files.upload.start', request);
  return { uploadId };
}

async function file(world: ExampleWorld, path: string) {
  writeFileSync(join(world.workspace, path), 'A note.\n');
  return { sessionKey: await world.session('beans'), path };
}

async function terminal({ operator, session }: ExampleWorld): Promise<{ readonly sessionId: string }> {
  const opened = await operator('terminal.open', { sessionKey: await session('beans'), cols: 80, rows: 24 });
  return { sessionId: String(opened['sessionId']) };
}
