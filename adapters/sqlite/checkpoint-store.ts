// Checkpoints of long sessions. A damaged one counts as missing, because the log has everything that it says.
import { createHash } from 'node:crypto';
import type { Item, SessionView, UserItem } from '#contract/sessions/session-view.ts';
import type { SessionCheckpoint, SessionStore } from '#core/ports/sessions-store.ts';
import { revive, storedHash, type ReadBlob } from './attachments.ts';
import type { Connection } from './connection.ts';

interface CheckpointRow {
  readonly seq: number;
  readonly json: string;
  readonly digest: string;
}

/** Opens the table of checkpoints. */
export function openCheckpoints(
  connection: Connection,
  readBlob: ReadBlob,
): Pick<SessionStore, 'checkpoint' | 'saveCheckpoint'> {
  const get = connection.first<[string], CheckpointRow>(
    `SELECT seq, json, digest FROM session_checkpoints WHERE session = (SELECT id FROM sessions WHERE key = ?)`,
  );
  const place = connection.first<[string], { readonly session: number; readonly ownerId: string }>(
    'SELECT id AS session, owner_id AS ownerId FROM sessions WHERE key = ?',
  );
  const put = connection.insert(
    'session_checkpoints',
    'ON CONFLICT (session) DO UPDATE SET seq = @seq, json = @json, digest = @digest',
  );
  return {
    async checkpoint(key) {
      const row = get(key);
      if (row === undefined || row.digest !== digest(row.seq, row.json)) return undefined;
      // The digest proves that `saveCheckpoint` wrote it.
      const checkpoint = JSON.parse(row.json) as SessionCheckpoint;
      return { ...checkpoint, view: withContents(checkpoint.view, readBlob) };
    },
    async saveCheckpoint(key, checkpoint) {
      const json = toJson(checkpoint);
      const { seq } = checkpoint;
      await connection.writeUnsyncedTogether(() => {
        const found = place(key);
        if (found !== undefined) put({ ...found, seq, json, digest: digest(seq, json) });
      });
    },
  };
}

function digest(seq: number, json: string): string {
  return createHash('sha256').update(`${seq}\n${json}`).digest('base64url');
}

/** The JSON, with the hashes of stored attachments instead of their contents. */
function toJson(checkpoint: SessionCheckpoint): string {
  // A replacer makes it several times slower.
  if (!hasAttachments(checkpoint.view)) return JSON.stringify(checkpoint);
  return JSON.stringify(checkpoint, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    const blob = storedHash(part);
    return blob === undefined ? part : { ...toFacts(part), blob };
  });
}

/** The part without its content, which would be read for it. */
function toFacts(part: object): object {
  const names = Object.keys(part).filter((name) => name !== 'data' && name !== 'text');
  return Object.fromEntries(names.map((name) => [name, Reflect.get(part, name)]));
}

type Message = Pick<UserItem, 'images' | 'files'>;

function hasAttachments({ items, queue }: SessionView): boolean {
  const inMessage = ({ images, files }: Message) => images.length > 0 || files !== undefined;
  const inItem = (item: Item): boolean => {
    if (item.kind === 'user') return inMessage(item);
    return item.kind === 'assistant' && item.content.some(({ type }) => type === 'image' || type === 'pdf');
  };
  return items.some(inItem) || queue.some(inMessage);
}

/** The view with the contents of its attachments, which are read on access. */
function withContents(view: SessionView, read: ReadBlob): SessionView {
  if (!hasAttachments(view)) return view;
  const restore = <T extends Message>(message: T): T => ({
    ...message,
    images: message.images.map((image) => revive(image, read)),
    ...(message.files === undefined ? {} : { files: message.files.map((file) => revive(file, read)) }),
  });
  const items = view.items.map((item): Item => {
    if (item.kind === 'user') return restore(item);
    return item.kind === 'divider' ? item : { ...item, content: item.content.map((block) => revive(block, read)) };
  });
  return { ...view, items, queue: view.queue.map(restore) };
}
