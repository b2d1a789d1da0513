// Looks up a path that doesn't exist as it was written: in another Unicode form, with other spaces, or as the closest name.
import { editDistance } from '#contract/types/edit-distance.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { toComparable } from './comparable-text.ts';

/** The part of a machine that a lookup needs. */
type SearchedMachine = Pick<Machine, 'stat' | 'list' | 'workspace'>;

/** Where a path leads. */
export interface FoundPath {
  /** The path as the disk has it, as far as it exists. */
  readonly path: string;
  readonly exists: boolean;
  /** The path looks like the one that was asked for but consists of other characters. */
  readonly isRespelled: boolean;
}

/** Names that are compared with a name that doesn't exist. */
const MAX_NAMES = 5_000;
/** Longest name that is compared letter by letter. */
const MAX_COMPARED = 128;
/** Suggestions in an error. */
const MAX_SUGGESTIONS = 3;

/** Finds what a path means. Each part that doesn't exist is looked up by its looks; it must be the only such name in its folder. */
export async function findPath(machine: SearchedMachine, asked: string): Promise<FoundPath> {
  const { folder, rest } = await walk(machine, asked);
  if (folder === undefined) return { path: asked, exists: true, isRespelled: false };
  const parts = toParts(machine, asked);
  const path = [...folder, ...rest].join('/');
  const isRespelled = path !== parts.join('/');
  return { path: isRespelled ? path : asked, exists: rest.length === 0, isRespelled };
}

/** The error for a path that doesn't exist, with the closest names. */
export async function missingPath(machine: SearchedMachine, asked: string): Promise<FileError> {
  const { folder = [], rest } = await walk(machine, asked);
  const names = closestNames(rest[0] ?? '', await listNames(machine, folder));
  const paths = names.map((name) => toPlainJson([...folder, name].join('/')));
  const suggestion = paths.length === 0 ? '' : ` Did you mean ${paths.join(' or ')}?`;
  return new FileError('not-found', `${JSON.stringify(asked)} doesn't exist.${suggestion}`);
}

/** A path as JSON in ASCII, so that characters that look the same differ. */
export function toPlainJson(path: string): string {
  return JSON.stringify(path).replaceAll(
    /[^\u0020-\u007e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

interface Walked {
  /** The parts that exist, as the disk has them; undefined if the path exists as it was written, or can't be looked up. */
  readonly folder: readonly string[] | undefined;
  /** The parts from the first one that doesn't exist. */
  readonly rest: readonly string[];
}

async function walk(machine: SearchedMachine, asked: string): Promise<Walked> {
  const parts = toParts(machine, asked);
  if (parts.includes('..') || parts[0] === '/' || !(await isMissing(machine, asked)))
    return { folder: undefined, rest: [] };
  const folder: string[] = [];
  for (const [at, part] of parts.entries()) {
    const name = (await isMissing(machine, [...folder, part].join('/'))) ? await findName(machine, folder, part) : part;
    if (name === undefined) return { folder, rest: parts.slice(at) };
    folder.push(name);
  }
  return { folder, rest: [] };
}

async function findName(
  machine: SearchedMachine,
  folder: readonly string[],
  wanted: string,
): Promise<string | undefined> {
  const looks = toComparable(wanted);
  const alike = (await listNames(machine, folder)).filter((name) => toComparable(name) === looks);
  return alike.length === 1 ? alike[0] : undefined;
}

async function listNames(machine: SearchedMachine, folder: readonly string[]): Promise<readonly string[]> {
  const entries = await machine.list(folder.join('/') || '.').catch(() => []);
  return entries.slice(0, MAX_NAMES).map(({ path }) => path.split('/').at(-1) ?? '');
}

async function isMissing(machine: SearchedMachine, path: string): Promise<boolean> {
  return machine.stat(path).then(
    () => false,
    (error: unknown) => error instanceof FileError && error.code === 'not-found',
  );
}

/** The parts below the workspace; the first one is `/` for a path elsewhere. */
function toParts({ workspace }: SearchedMachine, asked: string): readonly string[] {
  const below = asked.startsWith(`${workspace}/`) ? asked.slice(workspace.length) : asked;
  const parts = below.split('/').filter((part) => part !== '' && part !== '.');
  return below === asked && asked.startsWith('/') ? ['/', ...parts] : parts;
}

/** The names that look like the wanted one, then the ones with the fewest differences, if they are few. */
function closestNames(wanted: string, names: readonly string[]): readonly string[] {
  const simple = simplify(wanted);
  if (simple === '' || simple.length > MAX_COMPARED) return [];
  const most = Math.max(1, Math.floor(simple.length / 4));
  return names
    .map((name) => ({ name, simple: simplify(name) }))
    .filter((other) => Math.abs(other.simple.length - simple.length) <= most)
    .map(({ name, simple: other }) => ({ name, edits: editDistance(simple, other) }))
    .filter(({ edits }) => edits <= most)
    .toSorted((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** Without case, accents, and differences between kinds of quotes, dashes, and spaces. */
function simplify(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’‚‛′`´]/g, "'")
    .replaceAll(/[“”„‟″]/g, '"')
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .replaceAll(/[\s_]+/g, ' ')
    .toLowerCase();
}
