// A machine in memory, for tests: files only, no commands. Paths are checked as every machine must.
import { createHash } from 'node:crypto';
import { readPackageScripts } from '#core/workspaces/package-scripts.ts';
import {
  FileError,
  type FileAction,
  type FileSource,
  type FileStat,
  type ListRange,
  type Machine,
  type WatchListener,
} from '#core/ports/machine.ts';

const WORKSPACE = '/memory';

type Node = Map<string, Node> | { readonly bytes: Uint8Array; readonly modifiedAtMs: number };

/** Creates an empty one. */
export function createMemoryMachine(workspace: string = WORKSPACE): Machine {
  const machine = new MemoryMachine(workspace);
  // An object without a prototype, like the other machines: callers copy its members to wrap it.
  return {
    kind: machine.kind,
    workspace,
    exec: machine.exec,
    terminal: machine.terminal,
    resolveProgram: machine.resolveProgram,
    fingerprint: (path, part) => machine.fingerprint(path, part),
    stat: (path) => machine.stat(path),
    read: (path, limitBytes) => machine.read(path, limitBytes),
    readPart: (path, start, length) => machine.readPart(path, start, length),
    write: (path, content, expectedHash) => machine.write(path, content, expectedHash),
    list: (path, range) => machine.list(path, range),
    makeFolder: (path) => machine.makeFolder(path),
    rename: (from, to) => machine.rename(from, to),
    remove: (path) => machine.remove(path),
    watch: (on) => machine.watch(on),
    dispose: () => machine.dispose(),
  };
}

class MemoryMachine implements Machine {
  readonly kind = 'memory';
  readonly workspace: string;
  readonly #root: Map<string, Node> = new Map();
  readonly #watchers = new Set<WatchListener>();

  constructor(workspace: string) {
    this.workspace = workspace;
  }

  exec = () => Promise.reject(new FileError('io', 'This machine runs no commands.'));
  terminal = () => Promise.reject(new FileError('io', 'This machine has no terminal.'));
  resolveProgram = () => Promise.resolve(undefined);

  async fingerprint(path: string, part?: 'scripts'): Promise<string | undefined> {
    const content = await this.read(path, Number.MAX_SAFE_INTEGER).catch(() => undefined);
    if (content === undefined) return undefined;
    return part === undefined ? content.hash : hash(Buffer.from(readPackageScripts(content.text ?? '')));
  }

  async stat(path: string): Promise<FileStat> {
    const parts = this.#parse(path);
    return toStat(parts.join('/'), this.#require(parts));
  }

  async read(path: string, limitBytes: number) {
    const parts = this.#parse(path);
    const node = this.#require(parts);
    if (node instanceof Map) throw new FileError('not-a-file', `"${path}" is a folder.`);
    if (node.bytes.length > limitBytes) throw new FileError('too-large', `"${path}" is too large.`);
    const text = decode(node.bytes);
    const stat = toStat(parts.join('/'), node);
    return { stat, bytes: node.bytes, hash: hash(node.bytes), ...(text === undefined ? {} : { text }) };
  }

  async readPart(path: string, start: number, length: number) {
    const { stat, bytes } = await this.read(path, Number.MAX_SAFE_INTEGER);
    return { stat, bytes: bytes.subarray(start, start + length) };
  }

  async write(path: string, content: FileSource, expectedHash?: string) {
    const parts = this.#parse(path);
    // Nothing is awaited between the check and the change.
    const bytes = await toBytes(content);
    const before = this.#find(parts);
    if (before instanceof Map) throw new FileError('not-a-file', `"${path}" is a folder.`);
    if (expectedHash === '' && before !== undefined) throw new FileError('exists', `"${path}" exists already.`);
    if (
      expectedHash !== undefined &&
      expectedHash !== '' &&
      (before === undefined || hash(before.bytes) !== expectedHash)
    )
      throw new FileError('changed', `"${path}" was changed.`);
    const node = { bytes, modifiedAtMs: Date.now() };
    this.#folder(parts.slice(0, -1)).set(parts.at(-1) ?? '', node);
    this.#changed([parts, before === undefined ? 'created' : 'changed']);
    return { ...toStat(parts.join('/'), node), hash: hash(node.bytes) };
  }

  async list(path: string, { start, limit }: ListRange = { start: 0, limit: Infinity }): Promise<readonly FileStat[]> {
    const parts = this.#parse(path);
    const folder = this.#require(parts);
    if (!(folder instanceof Map)) throw new FileError('not-a-folder', `"${path}" isn't a folder.`);
    const rank = ({ kind, path: name }: FileStat): string => `${kind === 'directory' ? 0 : 1}${name}`;
    return [...folder]
      .map(([name, node]) => toStat([...parts, name].join('/'), node))
      .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .slice(start, start + limit);
  }

  async makeFolder(path: string): Promise<void> {
    this.#folder(this.#parse(path));
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [this.#parse(from), this.#parse(to)];
    const node = this.#require(source);
    const isInside = source.every((part, index) => target[index] === part);
    if (isInside || this.#find(target) !== undefined) throw new FileError('exists', `"${to}" exists already.`);
    this.#folder(target.slice(0, -1)).set(target.at(-1) ?? '', node);
    this.#folder(source.slice(0, -1)).delete(source.at(-1) ?? '');
    this.#changed([source, 'deleted'], [target, 'created']);
  }

  async remove(path: string): Promise<void> {
    const parts = this.#parse(path);
    this.#require(parts);
    this.#folder(parts.slice(0, -1)).delete(parts.at(-1) ?? '');
    this.#changed([parts, 'deleted']);
  }

  watch(on: WatchListener): () => void {
    this.#watchers.add(on);
    return () => this.#watchers.delete(on);
  }

  async dispose(): Promise<void> {
    this.#watchers.clear();
  }

  #changed(...changed: readonly (readonly [parts: readonly string[], action: FileAction])[]): void {
    const actions = new Map(changed.map(([parts, action]) => [parts.join('/'), action]));
    for (const on of this.#watchers) on([...actions.keys()], false, actions);
  }

  #parse(path: string): readonly string[] {
    const isOwn = path === this.workspace || path.startsWith(`${this.workspace}/`);
    if (path.startsWith('/') && !isOwn) throw new FileError('outside-workspace', `"${path}" isn't in the workspace.`);
    const parts: string[] = [];
    for (const part of (isOwn ? path.slice(this.workspace.length) : path).split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) throw new FileError('outside-workspace', `"${path}" isn't in the workspace.`);
    }
    return parts;
  }

  #find(parts: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of parts) {
      if (node === undefined) return undefined;
      if (!(node instanceof Map)) throw new FileError('not-a-folder', `"${parts.join('/')}" is below a file.`);
      node = node.get(part);
    }
    return node;
  }

  #require(parts: readonly string[]): Node {
    const node = this.#find(parts);
    if (node === undefined) throw new FileError('not-found', `"${parts.join('/')}" doesn't exist.`);
    return node;
  }

  /** The folder, created where it is missing. */
  #folder(parts: readonly string[]): Map<string, Node> {
    let folder = this.#root;
    for (const part of parts) {
      const next = folder.get(part) ?? new Map<string, Node>();
      if (!(next instanceof Map)) throw new FileError('not-a-folder', `"${part}" isn't a folder.`);
      folder.set(part, next);
      folder = next;
    }
    return folder;
  }
}

function toStat(path: string, node: Node): FileStat {
  return node instanceof Map
    ? { path, kind: 'directory', size: 0, modifiedAtMs: Date.now() }
    : { path, kind: 'file', size: node.bytes.length, modifiedAtMs: node.modifiedAtMs };
}

async function toBytes(content: FileSource): Promise<Uint8Array> {
  if (typeof content === 'string' || content instanceof Uint8Array) return Buffer.from(content);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
