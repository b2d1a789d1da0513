// Secrets that a test plants, and the search for them in everything that a host left or said.
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A planted secret. `mayStandIn` names the files (by the end of their path) in which its owner put it. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  readonly mayStandIn?: readonly string[];
}

/** A place in which one was found. */
export interface Sighting {
  readonly canary: string;
  readonly where: string;
}

/** Looks through texts by name. */
export function findInTexts(canaries: readonly Canary[], texts: ReadonlyMap<string, string>): readonly Sighting[] {
  return [...texts].flatMap(([where, text]) => sightings(canaries, where, Buffer.from(text)));
}

/** Looks through every file below a folder. */
export function findInFiles(canaries: readonly Canary[], folder: string): readonly Sighting[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((path) =>
      sightings(
        canaries.filter(({ mayStandIn = [] }) => !mayStandIn.some((end) => path.endsWith(end))),
        path,
        readFileSync(path),
      ),
    );
}

/** Command lines of a process and of all that it started, and the environments of the latter. */
export function findInProcesses(canaries: readonly Canary[], root: number): readonly Sighting[] {
  const below = descendants(root);
  return [
    ...[root, ...below].flatMap((pid) =>
      sightings(canaries, `command line of ${nameOf(pid)}`, procFile(pid, 'cmdline')),
    ),
    ...below.flatMap((pid) => sightings(canaries, `environment of ${nameOf(pid)}`, procFile(pid, 'environ'))),
  ];
}

/** Processes that a process started, and those that they started. */
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

/** Files below a folder that others than their owner may read. */
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

/** As it is, and as it looks in base64 (wherever it begins in a longer text), in a URL and as bytes. */
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
    // It has ended meanwhile.
    return Buffer.alloc(0);
  }
}

function parentOf(pid: number): number {
  // The name stands in brackets and may hold anything; the parent is the second word after it.
  return Number(procFile(pid, 'stat').toString().split(')').at(-1)?.trim().split(' ')[1] ?? -1);
}

function nameOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return String(pid);
  }
}
