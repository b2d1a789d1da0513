// The programs that a line would run, one by one: those of its commands, and those that wrappers start.
import type { ProfileWord } from './profiles/parsed-call.ts';
import { isReader } from './profiles/match-profile.ts';
import { listInnerCommands, unwrap } from './wrappers.ts';
import { parseShell } from './shell/parse-shell.ts';
import type { FolderChanges, ShellCommand, ShellLine } from './shell/shell-line.ts';

/** One program with its arguments. */
export interface ProgramCall {
  readonly words: readonly ProfileWord[];
  /** The same as profiles know it: without options of Git that don't change what it does. */
  readonly profiled: readonly ProfileWord[];
  readonly folders: readonly FolderChanges[];
  readonly isPiped: boolean;
  readonly isNested: boolean;
  readonly outputs: readonly string[];
  readonly problems: readonly string[];
  /** The position of the call that starts this one. */
  readonly startedBy?: number;
  /** For wrappers: whether what they start is completely known. */
  readonly wrapper?: 'exact' | 'unclear';
}

/** Most calls of a line. */
const MAX_CALLS = 150;
const MAX_DEPTH = 4;
/** Most programs that one wrapper seems to start. */
const MAX_STARTED = 8;

/** Every program of a line, in order. */
export function listCalls({ commands }: ShellLine): readonly ProgramCall[] {
  const calls: ProgramCall[] = [];
  for (const command of commands) addCall(calls, command, 0);
  return calls;
}

type Draft = Pick<ShellCommand, 'words' | 'folders' | 'isPiped' | 'isNested' | 'outputs' | 'problems'>;

function addCall(calls: ProgramCall[], draft: Draft, depth: number, startedBy?: number): void {
  if (calls.length >= MAX_CALLS || depth > MAX_DEPTH) return;
  const words = draft.words.map(({ text, isPattern }) => ({ text, isPattern }));
  const { profiled, folders } = readGitOptions(words, draft.folders);
  const { isPiped, isNested, outputs, problems } = draft;
  const inner = unwrap(words);
  const at = calls.length;
  const texts = words.map(({ text }) => text);
  const started = inner === undefined && !isReader(profiled.map(({ text }) => text)) ? listInnerCommands(texts) : [];
  const kind = inner !== undefined ? 'exact' : started.length > 0 ? 'unclear' : undefined;
  const own = { words, profiled, folders, isPiped, isNested, outputs, problems };
  calls.push({
    ...own,
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(kind === undefined ? {} : { wrapper: kind }),
  });
  if (inner !== undefined) return addCall(calls, { ...draft, words: withPositions(inner), outputs: [] }, depth + 1, at);
  for (const one of started.slice(0, MAX_STARTED)) addInner(calls, one, depth + 1, at);
}

/** What an unclear wrapper seems to start. It is named, but never allowed because of its own words. */
function addInner(calls: ProgramCall[], inner: readonly string[] | string, depth: number, startedBy: number): void {
  const known = typeof inner === 'string' ? parseShell(inner).commands : [fromWords(inner)];
  for (const command of known)
    addCall(
      calls,
      { ...command, folders: [], isNested: true, problems: ['another program starts it'] },
      depth,
      startedBy,
    );
}

function fromWords(words: readonly string[]): Draft {
  const plain = withPositions(words.map((text) => ({ text, isPattern: false })));
  return { words: plain, folders: [], isPiped: false, isNested: true, outputs: [], problems: [] };
}

function withPositions(words: readonly ProfileWord[]): ShellCommand['words'] {
  return words.map((word) => ({ ...word, pos: 0, end: 0 }));
}

/** Options of Git before its subcommand that don't change what it does. */
const GIT_PLAIN: ReadonlySet<string> = new Set(['--no-pager', '-P', '--no-optional-locks', '--literal-pathspecs']);

/** `git -C folder` runs in that folder. */
function readGitOptions(
  words: readonly ProfileWord[],
  folders: readonly FolderChanges[],
): Pick<ProgramCall, 'profiled' | 'folders'> {
  if (words[0]?.text !== 'git') return { profiled: words, folders };
  const changes: string[] = [];
  let at = 1;
  for (; at < words.length; at += 1) {
    const { text, isPattern } = words[at] ?? { text: '', isPattern: false };
    const value = words[at + 1];
    if (text === '-C' && !isPattern && value !== undefined && !value.isPattern) {
      changes.push(value.text);
      at += 1;
    } else if (!GIT_PLAIN.has(text)) break;
  }
  return {
    profiled: [words[0], ...words.slice(at)],
    folders: changes.length === 0 ? folders : folders.map((folder) => [...folder, ...changes]),
  };
}
