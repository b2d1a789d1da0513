// Attachments of messages. Events and transcript rows store only the hash; the data is read when it is used.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { AttachedFile, Block, ImageBlock, PdfBlock } from '#contract/types/content.ts';
import type { SessionCommit } from '#core/ports/sessions-store.ts';

type Attachment = ImageBlock | PdfBlock | AttachedFile;

/** An attachment in the database: `blob` is the hash of its content. */
type Stored<T extends Attachment> = Omit<T, 'data' | 'text'> & { readonly blob: string };

/** Reads a content. Undefined if it is missing or damaged. */
export type ReadBlob = (hash: string) => Buffer | undefined;

/** Hashes of attachments that were read from the store, so that they can be stored again without their contents. */
const HASHES = new WeakMap<object, string>();

/** What clients and models get instead of a text file whose content is lost. */
const MISSING_TEXT = '[File omitted: its stored content is missing or damaged]';

/** The hashes of attachments that are stored as blobs. */
export type BlobHashes = ReadonlyMap<unknown, string>;

/** The attachments of a commit, with the contents to store. */
export function collectContents({ events, rows = [] }: Pick<SessionCommit, 'events' | 'rows'>) {
  const found = new Map<Attachment, Buffer>();
  const inRows = rows.flatMap(({ message }) => {
    const content = message['content'];
    return Array.isArray(content) ? content.filter(isAttachment) : [];
  });
  for (const attachment of [...events.flatMap(listAttachments), ...inRows]) {
    const content = toContent(attachment);
    if (content !== undefined) found.set(attachment, content);
  }
  return found;
}

/** The attachments of an event. */
export function listAttachments(event: Partial<SessionEvent>): readonly Attachment[] {
  if (event.type === 'message.accepted') return [...(event.images ?? []), ...(event.files ?? [])];
  return event.type === 'message.completed'
    ? (event.content ?? []).flatMap((block) => (isAttachment(block) ? [block] : []))
    : [];
}

/** The JSON of an event or row, with hashes instead of contents. */
export function toStoredJson(value: unknown, hashes: BlobHashes): string {
  if (hashes.size === 0) return JSON.stringify(value);
  return JSON.stringify(value, (_key, part: unknown) => {
    const blob = hashes.get(part);
    if (blob === undefined || typeof part !== 'object' || part === null) return part;
    return { ...part, data: undefined, text: undefined, blob };
  });
}

/** An event as it was committed. The content of an attachment is read each time it is used, so that it isn't kept in memory. */
export function withContents(event: SessionEvent, read: ReadBlob): SessionEvent {
  if (event.type === 'message.accepted') {
    const { images, files } = event;
    if (!images?.some(isStored) && !files?.some(isStored)) return event;
    return {
      ...event,
      ...(images === undefined ? {} : { images: images.map((image) => revive(image, read)) }),
      ...(files === undefined ? {} : { files: files.map((file) => revive(file, read)) }),
    };
  }
  if (event.type !== 'message.completed' || !event.content.some(isStored)) return event;
  return { ...event, content: event.content.map((block) => revive(block, read)) };
}

/** The JSON of a transcript row, with the contents. A lost one is replaced by a note. */
export function rowWithContents(json: string, read: ReadBlob): string {
  if (!json.includes('"blob":')) return json;
  // Written by the store.
  const row = JSON.parse(json) as { readonly content?: unknown };
  if (!Array.isArray(row.content)) return json;
  return JSON.stringify({ ...row, content: row.content.map((block: Block) => noteIfLost(revive(block, read))) });
}

function noteIfLost(block: Block): Block {
  if (block.type !== 'image' || block.data !== '') return block;
  return {
    type: 'text',
    text: '[Image omitted: its stored content is missing or damaged]',
  };
}

/** The hash of an attachment that was read from the store. */
export function storedHash(part: object): string | undefined {
  return HASHES.get(part);
}

/** Whether part of a message is an attachment. */
function isAttachment(part: Block | AttachedFile): part is Attachment {
  return part.type === 'image' || part.type === 'pdf' || part.type === 'textFile' || part.type === 'file';
}

/** Undefined if it is empty, or can't be restored exactly, such as text with half a character. */
function toContent(attachment: Attachment): Buffer | undefined {
  const [text, encoding] =
    attachment.type === 'textFile' ? [attachment.text, 'utf8' as const] : [attachment.data, 'base64' as const];
  const content = Buffer.from(text, encoding);
  return content.length > 0 && content.toString(encoding) === text ? content : undefined;
}

function isStored(part: Attachment | Block): boolean {
  return 'blob' in part && typeof part.blob === 'string';
}

/** The attachment with its content, which is read on access; empty, or a note, if it is lost. Other parts stay as they are. */
export function revive<T extends Block | AttachedFile>(part: T, read: ReadBlob): T {
  if (!isStored(part)) return part;
  // `toStoredJson` wrote it.
  const { blob, ...facts } = part as unknown as Stored<Attachment>;
  const attachment =
    facts.type === 'textFile'
      ? {
          ...facts,
          get text() {
            return read(blob)?.toString('utf8') ?? MISSING_TEXT;
          },
        }
      : {
          ...facts,
          get data() {
            return read(blob)?.toString('base64') ?? '';
          },
        };
  HASHES.set(attachment, blob);
  // The same part with its content.
  return attachment as unknown as T;
}
