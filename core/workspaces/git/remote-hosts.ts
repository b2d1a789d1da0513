// The hosts that a command of Git contacts, from the remotes in the repository's settings. They are shown, and allow nothing.
import { findHost } from '../../policy/describe-effects.ts';
import type { ProfileWord } from '../../policy/profiles/parsed-call.ts';
import type { Machine } from '../../ports/machine.ts';
import { findRepository } from './plain-repository.ts';

const CONTACTS: ReadonlySet<string> = new Set(['fetch', 'pull', 'push', 'ls-remote', 'clone', 'submodule', 'remote']);
const MAX_BYTES = 256 * 1024;

/** The hosts of the remotes that a command names, or of all of them. */
export async function listRemoteHosts(
  machine: Pick<Machine, 'workspace' | 'stat' | 'list' | 'read' | 'borrowedObjects'>,
  folder: string,
  words: readonly ProfileWord[],
): Promise<readonly string[]> {
  const [, sub, ...args] = words.map(({ text }) => text);
  if (sub === undefined || !CONTACTS.has(sub) || (sub === 'remote' && args[0] !== 'update' && args[0] !== 'show'))
    return [];
  const { root } = await findRepository(machine, folder);
  if (root === undefined) return [];
  const settings = await machine.read(`${root}/.git/config`, MAX_BYTES).catch(() => undefined);
  const remotes = readRemotes(settings?.text ?? '');
  const named = args.flatMap((arg) => remotes.get(arg) ?? []);
  return [...new Set(named.length > 0 ? named : [...remotes.values()].flat())];
}

function readRemotes(text: string): ReadonlyMap<string, readonly string[]> {
  const remotes = new Map<string, string[]>();
  let name: string | undefined;
  for (const line of text.split('\n')) {
    const section = /^\s*\[(?:remote "([^"]*)")?/.exec(line);
    if (section !== null) name = section[1];
    const url = name === undefined ? undefined : /^\s*(?:push)?url\s*=\s*(.+)$/i.exec(line)?.[1];
    const host = url === undefined ? undefined : findHost(url.trim());
    if (name !== undefined && host !== undefined) remotes.set(name, [...(remotes.get(name) ?? []), host]);
  }
  return remotes;
}
