// Secrets that a test plants, and the search for them in everything that a host wrote or sent.
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A planted secret. `allowedIn` lists files (by the end of their path) that may contain it. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  readonly allowedIn?: readonly string[];
}

/** Where a secret was found. */
export interface Sighting {
  readonly canary: string;
  readonly where: string;
}

/** Searches named texts. */
export function findInTexts(canaries: readonly Canary[], texts: ReadonlyMap<string, string>): readonly Sighting[] {
  return [...texts].flatMap(([where, text]) => sightings(canaries, where, Buffer.from(text)));
}

/** Searches every file below a folder. */
export function findInFiles(canaries: readonly Canary[], folder: string): readonly Sighting[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) =>
      sightings(
        canaries.filter(({ allowedIn = [] }) => !allowedIn.some((end) => path.endsWith(end))),
        path,
        readFileSync(path),
      ),
    );
}

/** Searches the command lines of a process and its descendants, and the environments of the descendants. */
export function findInProcesses(canaries: readonly Canary[], root: number): readonly Sighting[] {
  const below = descendants(root);
  return [
    ...[root, ...below].flatMap((pid) =>
      sightings(canaries, `command line of ${nameOf(pid)}`, procFile(pid, 'cmdline')),
    ),
    ...below.flatMap((pid) => sightings(canaries, `environment of ${nameOf(pid)}`, procFile(pid, 'environ'))),
  ];
}

/** The descendants of a process. */
export function descendants(root: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(Number(name)) }));
  const below: number[] = [];
  for (let level = [root]; level.length > 0;) {
    level = parents.filter(({ parent }) => level.includes(parent)).map(({ pid }) => pid);
    below.push(...level);
  }
  return below;
}

/** Files below a folder that other users can access. */
export function openToOthers(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => (statSync(path).mode & 0o077) !== 0);
}

function sightings(canaries: readonly Canary[], where: string, bytes: Buffer): readonly Sighting[] {
  return canaries
    .filter(({ value }) => spellings(value).some((spelling) => bytes.includes(spelling)))
    .map(({ name }) => ({ canary: name, where }));
}

/** The text itself, and its forms in base64 (at any offset), in a URL and in hex. */
function spellings(value: string): readonly string[] {
  const shifted = ['', 'a', 'ab'].map((before) =>
    Buffer.from(before + value)
      .toString('base64')
      .slice(before === '' ? 0 : 4)
      .replace(/.{0,3}=*$/, ''),
  );
  return [value, encodeURIComponent(value), Buffer.from(value).toString('hex'), ...shifted];
}

function procFile(pid: number, name: string): Buffer {
  try {
    return readFileSync(`/proc/${pid}/${name}`);
  } catch {
    // The process has ended in the meantime.
    return Buffer.alloc(0);
  }
}

function parentOf(pid: number): number {
  // The name is in parentheses and may contain anything; the parent is the second word after it.
  return Number(procFile(pid, 'stat').toString().split(')').at(-1)?.trim().split(' ')[1] ?? -1);
}

function nameOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return String(pid);
  }
}
