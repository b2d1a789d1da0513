// A tool call in one line: verb, object, result in few words.
import { formatDuration } from '#messages/format.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';

/** What kind of work it is; decides the icon. */
export type ToolKind = 'command' | 'read' | 'write' | 'edit' | 'list' | 'search' | 'page' | 'plan' | 'ask' | 'other';

/** The line. `object` is code: a command, a path, a pattern. */
export interface ToolSummary {
  readonly kind: ToolKind;
  readonly verb: string;
  readonly object: string;
  readonly result: string;
  readonly added?: number;
  readonly removed?: number;
}

interface Words {
  readonly kind: ToolKind;
  /** Before it runs, while it does, and when it is done. */
  readonly verbs: readonly [string, string, string];
  readonly object: readonly string[];
}

const WORDS: Readonly<Record<string, Words>> = {
  exec: { kind: 'command', verbs: ['Run', 'Running', 'Ran'], object: ['command'] },
  process: { kind: 'command', verbs: ['Look after', 'Looking after', 'Looked after'], object: ['action', 'id'] },
  read: { kind: 'read', verbs: ['Read', 'Reading', 'Read'], object: ['path'] },
  write: { kind: 'write', verbs: ['Write', 'Writing', 'Wrote'], object: ['path'] },
  edit: { kind: 'edit', verbs: ['Edit', 'Editing', 'Edited'], object: ['path'] },
  list: { kind: 'list', verbs: ['List', 'Listing', 'Listed'], object: ['path'] },
  find: { kind: 'search', verbs: ['Find', 'Finding', 'Found'], object: ['pattern', 'path'] },
  fetch: { kind: 'page', verbs: ['Read', 'Reading', 'Read'], object: ['url'] },
  todo: { kind: 'plan', verbs: ['Plan', 'Planning', 'Plan'], object: [] },
  ask: { kind: 'ask', verbs: ['Ask', 'Asking', 'Asked'], object: [] },
  search: { kind: 'search', verbs: ['Search for', 'Searching for', 'Searched for'], object: ['pattern', 'query'] },
};

/** The line of a call. */
export function toolSummary(call: ShownCall): ToolSummary {
  const words = WORDS[call.name];
  const details = call.details ?? {};
  const counts = changeCounts(call, details);
  return {
    kind: words?.kind ?? 'other',
    verb: words === undefined ? call.name : words.verbs[tenseOf(call.state)],
    object: objectOf(call, words),
    result: resultOf(call, details),
    ...(counts === undefined ? {} : counts),
  };
}

/** Which of the three verbs fits. What was denied or not run never happened. */
function tenseOf(state: ShownCall['state']): 0 | 1 | 2 {
  if (state === 'running' || state === 'writing') return 1;
  return state === 'done' || state === 'failed' || state === 'unknown' ? 2 : 0;
}

function objectOf(call: ShownCall, words: Words | undefined): string {
  const named = (words?.object ?? ['path', 'command', 'query', 'url', 'name'])
    .map((name) => call.input[name])
    .filter((value) => typeof value === 'string' && value !== '');
  const text = named.length > 0 ? named.join(' ') : (call.title ?? call.approval?.subject.command ?? '');
  return text.split('\n')[0] ?? '';
}

const STATE_WORDS: Readonly<Partial<Record<ShownCall['state'], string>>> = {
  writing: 'being written',
  waiting: 'waiting',
  approval: 'needs you',
  question: 'needs you',
  denied: 'denied',
  cancelled: 'not run',
  unknown: 'may have run',
};

function resultOf(call: ShownCall, details: Readonly<Record<string, unknown>>): string {
  const state = STATE_WORDS[call.state];
  if (state !== undefined) return state;
  if (call.state === 'running') return '';
  const exit = numberOf(details, 'exitCode');
  const count = numberOf(details, 'matches') ?? numberOf(details, 'count');
  const lines = numberOf(details, 'lines');
  const words = [
    exit !== undefined && exit !== 0 ? `exit ${exit}` : undefined,
    details['timedOut'] === true ? 'timed out' : undefined,
    exit === undefined && call.state === 'failed' ? 'failed' : undefined,
    count === undefined ? undefined : `${count} found`,
    call.name === 'read' && lines !== undefined ? `${lines} lines` : undefined,
    call.durationMs !== undefined && call.durationMs >= 1_000 ? formatDuration(call.durationMs) : undefined,
  ];
  return words.filter((word) => word !== undefined).join(' · ');
}

function changeCounts(
  call: ShownCall,
  details: Readonly<Record<string, unknown>>,
): { added: number; removed: number } | undefined {
  if (call.state !== 'done') return undefined;
  const [added, removed] = [
    numberOf(details, 'added') ?? numberOf(details, 'additions'),
    numberOf(details, 'removed') ?? numberOf(details, 'deletions'),
  ];
  if (added !== undefined || removed !== undefined) return { added: added ?? 0, removed: removed ?? 0 };
  const diff = details['diff'];
  if (typeof diff !== 'string' || diff === '') return undefined;
  const lines = diff.split('\n');
  return {
    added: lines.filter((line) => /^\+(?!\+\+ )/.test(line)).length,
    removed: lines.filter((line) => /^-(?!-- )/.test(line)).length,
  };
}

function numberOf(details: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
}
