// Hides placeholders from the file operations of a machine: to agents and people, these control files don't exist.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError, type FileStat, type Machine, type OpenFolder } from '#core/ports/machine.ts';
import { isPlaceholder, type Placeholders } from './placeholders.ts';

type Entry = Pick<FileStat, 'path' | 'kind'>;

/** The machine with the placeholders that exist at the moment hidden. */
export function hidePlaceholders(machine: Machine, current: () => Placeholders | undefined): Machine {
  const view = new View(machine, current);
  return {
    ...machine,
    stat: async (asked) => view.requireVisible(asked, await machine.stat(asked), (stat) => stat),
    read: async (asked, limitBytes) =>
      view.requireVisible(asked, await machine.read(asked, limitBytes), ({ stat }) => stat),
    readPart: async (asked, start, length) =>
      view.requireVisible(asked, await machine.readPart(asked, start, length), ({ stat }) => stat),
    write: async (asked, content, expectedHash) => {
      await view.makeRoom(asked);
      return machine.write(asked, content, expectedHash);
    },
    fingerprint: async (asked, part) =>
      (await view.isPlaceholder(asked)) ? undefined : machine.fingerprint(asked, part),
    list: async (asked, range) => view.filter(await machine.list(asked, range)),
    rename: async (from, to) => {
      await view.makeRoom(to);
      return machine.rename(from, to);
    },
    ...view.folders(),
  };
}

class View {
  readonly #machine: Machine;
  readonly #current: () => Placeholders | undefined;

  constructor(machine: Machine, current: () => Placeholders | undefined) {
    this.#machine = machine;
    this.#current = current;
  }

  async requireVisible<T>(asked: string, found: T, toEntry: (found: T) => Entry): Promise<T> {
    if (await this.#isHidden(toEntry(found)))
      throw new FileError('not-found', `${JSON.stringify(asked)} doesn't exist.`);
    return found;
  }

  /** A folder can be filled as it is. A file makes room for the real one. */
  async makeRoom(asked: string): Promise<void> {
    if (this.#current() === undefined) return;
    const stat = await this.#machine.stat(asked).catch(() => undefined);
    if (stat?.kind === 'file' && (await this.#isHidden(stat))) await this.#current()?.remove(this.#toAbsolute(stat));
  }

  /** Whether a file is only a placeholder. */
  isPlaceholder(asked: string): Promise<boolean> {
    return this.#isHidden({
      path: path.relative(this.#machine.workspace, path.resolve(this.#machine.workspace, asked)),
      kind: 'file',
    });
  }

  async filter<T extends Entry>(entries: readonly T[]): Promise<readonly T[]> {
    if (this.#current() === undefined) return entries;
    const hidden = await Promise.all(entries.map((entry) => this.#isHidden(entry)));
    return entries.filter((_entry, at) => hidden[at] !== true);
  }

  /** Walks start in the workspace's own folder, which holds nearly all placeholders. */
  folders(): Pick<Machine, 'openFolder'> {
    const { openFolder } = this.#machine;
    if (openFolder === undefined) return {};
    return {
      openFolder: async (asked) => {
        const folder = await openFolder(asked);
        return asked === '' || asked === '.' ? { ...folder, list: () => this.#listTop(folder) } : folder;
      },
    };
  }

  async #listTop(folder: OpenFolder) {
    const entries = await folder.list();
    const visible = await this.filter(entries.map((entry) => ({ ...entry, path: entry.name })));
    return visible.map(({ name, kind }) => ({ name, kind }));
  }

  async #isHidden(entry: Entry): Promise<boolean> {
    const at = this.#toAbsolute(entry);
    // While a sandbox starts, some exist before all are known.
    if (this.#current()?.paths.has(at) !== true && !isPlaceholder(at)) return false;
    // Once something fills it, it is a real one.
    if (entry.kind === 'directory') return (await fs.readdir(at).catch(() => [])).length === 0;
    return (await fs.lstat(at).catch(() => undefined))?.size === 0;
  }

  #toAbsolute({ path: relative }: Entry): string {
    return path.join(this.#machine.workspace, relative);
  }
}
