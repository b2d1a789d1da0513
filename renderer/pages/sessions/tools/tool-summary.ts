// Describes a tool call in one line: verb, object, brief result.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatDuration, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { ShownCall } from '../transcript/transcript-rows.ts';

/** The kind of work, which determines the icon. */
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

interface KnownTool {
  readonly kind: ToolKind;
  /** The inputs that say what it acts on. */
  readonly object: readonly string[];
}

const TOOLS = {
  exec: { kind: 'command', object: ['command'] },
  process: { kind: 'command', object: ['action', 'id'] },
  read: { kind: 'read', object: ['path'] },
  write: { kind: 'write', object: ['path'] },
  edit: { kind: 'edit', object: ['path'] },
  list: { kind: 'list', object: ['path'] },
  find: { kind: 'search', object: ['pattern', 'path'] },
  fetch: { kind: 'page', object: ['url'] },
  todo: { kind: 'plan', object: [] },
  plan: { kind: 'plan', object: ['plan'] },
  ask: { kind: 'ask', object: [] },
  search: { kind: 'search', object: ['pattern', 'query'] },
} as const satisfies Readonly<Record<string, KnownTool>>;

function isKnownTool(name: string): name is keyof typeof TOOLS {
  return Object.hasOwn(TOOLS, name);
}

/** The line of a call. */
export function toolSummary(call: ShownCall): ToolSummary {
  const tool: KnownTool | undefined = isKnownTool(call.name) ? TOOLS[call.name] : undefined;
  const details = call.details ?? {};
  return {
    kind: tool?.kind ?? 'other',
    verb: describeVerb(call),
    object: describeObject(call, tool),
    result: describeResult(call, details),
    ...changeCounts(call, details),
  };
}

function describeVerb({ name, state, input }: ShownCall): string {
  if (name === 'exec' && state === 'done' && input['background'] === true) return t('tools.exec.started');
  return isKnownTool(name) ? t(`tools.${name}.${findTense(state)}`) : name;
}

/** The tense of the verb. A call that was denied or not run never happened. */
function findTense(state: ShownCall['state']): 'waiting' | 'running' | 'done' {
  if (state === 'running' || state === 'writing') return 'running';
  return state === 'done' || state === 'failed' || state === 'unknown' ? 'done' : 'waiting';
}

function describeObject(call: ShownCall, tool: KnownTool | undefined): string {
  const named = (tool?.object ?? ['path', 'command', 'query', 'url', 'name'])
    .map((name) => ({ ...call.input, ...call.edited })[name])
    .filter((value) => typeof value === 'string' && value !== '');
  const text = named.length > 0 ? named.join(' ') : (call.title ?? call.approval?.subject.command ?? '');
  return escapeHiddenInLine(text.trimStart().split('\n')[0] ?? '');
}

type Details = Readonly<Record<string, unknown>>;

function describeResult(call: ShownCall, details: Details): string {
  if (call.state === 'running') return '';
  if (call.state !== 'done' && call.state !== 'failed') return t(`tools.state.${call.state}`);
  const exit = readNumber(details, 'exitCode');
  const count = readNumber(details, 'matches') ?? readNumber(details, 'count');
  const lines = readNumber(details, 'lines');
  const { durationMs = 0 } = call;
  return joinFacts(
    exit !== undefined && exit !== 0 ? t('tools.exit', { code: String(exit) }) : '',
    details['timedOut'] === true ? t('tools.timedOut') : '',
    exit === undefined && call.state === 'failed' ? t('tools.failed') : '',
    count === undefined ? '' : t('tools.found', { count }),
    call.name === 'read' && lines !== undefined ? t('tools.lines', { count: lines }) : '',
    durationMs >= 1_000 ? formatDuration(durationMs) : '',
  );
}

function changeCounts(call: ShownCall, details: Details): { added: number; removed: number } | undefined {
  if (call.state !== 'done') return undefined;
  const added = readNumber(details, 'added') ?? readNumber(details, 'additions');
  const removed = readNumber(details, 'removed') ?? readNumber(details, 'deletions');
  if (added !== undefined || removed !== undefined) return { added: added ?? 0, removed: removed ?? 0 };
  const diff = details['diff'];
  if (typeof diff !== 'string' || diff === '') return undefined;
  const lines = diff.split('\n');
  return {
    added: lines.filter((line) => /^\+(?!\+\+ )/.test(line)).length,
    removed: lines.filter((line) => /^-(?!-- )/.test(line)).length,
  };
}

function readNumber(details: Details, name: string): number | undefined {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
}
