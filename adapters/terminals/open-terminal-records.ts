// Records of terminals in a folder that only the owner can read: a note and at most two files of output each.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { StoredTerminal, TerminalRecord, TerminalRecords } from '#core/ports/terminal-records.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
/** Output in one file, bytes. Two files are kept, so at most 1 MiB and the last write. */
const FILE_BYTES = 512 * 1024;
const ID = /^[\w-]{1,64}$/;
const NOTE = '.json';
const OUTPUT = '.out';
/** The output before that. */
const EARLIER = '.earlier.out';

/** Opens the folder, which is created by the first record. */
export function openTerminalRecords(folder: string): TerminalRecords {
  return new FolderRecords(folder);
}

class FolderRecords implements TerminalRecords {
  readonly #folder: string;
  readonly #sizes = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Written to another file first, so that a crash leaves the previous note. */
  async save(record: TerminalRecord): Promise<void> {
    const file = this.#file(record.id, NOTE);
    await fs.mkdir(this.#folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    await fs.writeFile(`${file}.new`, JSON.stringify(record), { mode: OWNER_ONLY });
    await fs.rename(`${file}.new`, file);
  }

  async get(id: string): Promise<StoredTerminal | undefined> {
    if (!ID.test(id)) return undefined;
    const record = await this.#readNote(id);
    if (record === undefined) return undefined;
    const stats = await Promise.all([NOTE, OUTPUT].map((kind) => fs.stat(this.#file(id, kind)).catch(() => undefined)));
    return { record, changedAtMs: Math.round(Math.max(...stats.map((one) => one?.mtimeMs ?? 0))) };
  }

  async list(): Promise<readonly StoredTerminal[]> {
    const names = await fs.readdir(this.#folder).catch(() => []);
    const ids = names.flatMap((name) => (name.endsWith(NOTE) ? [name.slice(0, -NOTE.length)] : []));
    const found = await Promise.all(ids.map((id) => this.get(id)));
    return found.filter((stored) => stored !== undefined);
  }

  async append(id: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    const output = this.#file(id, OUTPUT);
    const size = this.#sizes.get(id) ?? (await readSize(output));
    const isFull = size > 0 && size + bytes.length > FILE_BYTES;
    if (isFull) await fs.rename(output, this.#file(id, EARLIER));
    await fs.appendFile(output, bytes, { mode: OWNER_ONLY });
    this.#sizes.set(id, (isFull ? 0 : size) + bytes.length);
  }

  async replace(id: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await fs.rm(this.#file(id, EARLIER), { force: true });
    await fs.writeFile(this.#file(id, OUTPUT), bytes, { mode: OWNER_ONLY });
    this.#sizes.set(id, bytes.length);
  }

  async read(id: string): Promise<string> {
    const [earlier, output] = await Promise.all(
      [EARLIER, OUTPUT].map((kind) => fs.readFile(this.#file(id, kind), 'utf8').catch(() => '')),
    );
    // The earlier file may have followed another one, in the middle of a line.
    const start = earlier === undefined || earlier === '' ? 0 : earlier.indexOf('\n') + 1;
    return `${earlier?.slice(start) ?? ''}${output ?? ''}`;
  }

  async remove(id: string): Promise<void> {
    this.#sizes.delete(id);
    for (const kind of [NOTE, OUTPUT, EARLIER]) await fs.rm(this.#file(id, kind), { force: true });
  }

  async #readNote(id: string): Promise<TerminalRecord | undefined> {
    const text = await fs.readFile(this.#file(id, NOTE), 'utf8').catch(() => '');
    try {
      const note: unknown = JSON.parse(text);
      return isRecord(note) && note.id === id ? note : undefined;
    } catch {
      return undefined;
    }
  }

  #file(id: string, kind: string): string {
    if (!ID.test(id)) throw new Error(`${JSON.stringify(id)} isn't the ID of a terminal.`);
    return path.join(this.#folder, `${id}${kind}`);
  }
}

async function readSize(file: string): Promise<number> {
  return fs.stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Only this process writes notes, so the fields that it relies on suffice. */
function isRecord(note: unknown): note is TerminalRecord {
  return (
    isJsonObject(note) &&
    ['id', 'sessionKey', 'agentId', 'ownerId', 'name', 'shell', 'cwd'].every(
      (name) => typeof note[name] === 'string',
    ) &&
    typeof note['createdAtMs'] === 'number'
  );
}
