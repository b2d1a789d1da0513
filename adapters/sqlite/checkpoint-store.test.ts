// Checkpoints in the database: without contents of attachments, and never trusted when damaged.
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { sampleCheckpoint } from '#tests/conformance/checkpoints.ts';
import { AUDIT, KEY, saying, sessionRecord } from '#tests/conformance/store-samples.ts';
import { storeFolder } from '#tests/support/sqlite/store-folder.ts';

const stores = storeFolder();
const IMAGE = { type: 'image', mimeType: 'image/png', data: Buffer.from('a picture').toString('base64') } as const;
const FILE = { type: 'textFile', name: 'a.txt', text: 'contents of a file', bytes: 18 } as const;

const readJson = () => {
  const database = new Database(stores.path, { readonly: true });
  const json = String(database.prepare('SELECT json FROM session_checkpoints').pluck().get());
  database.close();
  return json;
};

it('refers to the contents of attachments', async () => {
  const store = await stores.open();
  const attached = { images: [IMAGE], files: [FILE] };
  const saved = await store.sessions.commit(
    saying(KEY, 'hi', {
      create: sessionRecord(KEY),
      events: [
        { type: 'message.accepted', messageId: 'm', runId: 'r', text: 'hi', ...attached },
        { type: 'message.accepted', messageId: 'n', runId: 's', text: 'later', queue: 'followup', ...attached },
      ],
    }),
  );
  const view = foldAll(EMPTY_SESSION, saved);
  const checkpoint = { seq: 2, foldVersion: 1, hasOlder: false, view };
  await store.sessions.saveCheckpoint(KEY, checkpoint);
  expect(readJson()).not.toContain(IMAGE.data);
  expect(readJson()).not.toContain(FILE.text);
  const read = await store.sessions.checkpoint(KEY);
  expect(read).toEqual(checkpoint);
  // What was read can be saved again.
  if (read !== undefined) await store.sessions.saveCheckpoint(KEY, read);
  expect(await store.sessions.checkpoint(KEY)).toEqual(checkpoint);
});

it.each([
  ['with other text', `UPDATE session_checkpoints SET json = replace(json, '"hi"', '"ho"')`],
  ['that was cut off', `UPDATE session_checkpoints SET json = substr(json, 1, 40)`],
  ['with another number', 'UPDATE session_checkpoints SET seq = seq + 1'],
])('ignores a checkpoint %s', async (_, damage) => {
  const store = await stores.open();
  await store.sessions.commit(saying(KEY, 'hi', { create: sessionRecord(KEY) }));
  await store.sessions.saveCheckpoint(KEY, sampleCheckpoint(1));
  const other = new Database(stores.path);
  other.exec(damage);
  other.close();
  expect(await store.sessions.checkpoint(KEY)).toBeUndefined();
});

it('leaves nothing in the file when all conversations are removed', async () => {
  const store = await stores.open();
  await store.sessions.commit(saying(KEY, 'hi', { create: sessionRecord(KEY) }));
  const checkpoint = sampleCheckpoint(1);
  const secret = 'only in the checkpoint';
  const item = { kind: 'divider', id: 'd', seq: 1, ts: 0, what: 'note', text: secret } as const;
  await store.sessions.saveCheckpoint(KEY, { ...checkpoint, view: { ...checkpoint.view, items: [item] } });
  await store.sessions.purgeAll(AUDIT);
  await stores.close();
  expect(readFileSync(stores.path, 'latin1')).not.toContain(secret);
});
