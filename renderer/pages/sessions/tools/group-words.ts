// Many finished steps in one line: "Ran 3 commands, read 5 files".
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { toolSummary, type ToolKind } from './tool-summary.ts';

/** So many finished steps in a row are folded into one line. */
const FOLDED_FROM = 4;

const WORDS: Readonly<Record<ToolKind, readonly [string, string, string]>> = {
  command: ['ran', 'command', 'commands'],
  read: ['read', 'file', 'files'],
  write: ['wrote', 'file', 'files'],
  edit: ['edited', 'file', 'files'],
  list: ['listed', 'folder', 'folders'],
  search: ['searched', 'time', 'times'],
  page: ['read', 'page', 'pages'],
  plan: ['planned', 'time', 'times'],
  ask: ['asked', 'question', 'questions'],
  other: ['used', 'tool', 'tools'],
};

/** Whether the steps may be folded: enough of them, and all of them over. */
export function canFold(calls: readonly ShownCall[]): boolean {
  return calls.length >= FOLDED_FROM && calls.every((call) => !isOpen(call));
}

/** Steps that stay visible in a folded group: what went wrong or was refused. */
export function notableCalls(calls: readonly ShownCall[]): readonly ShownCall[] {
  return calls.filter((call) => call.state !== 'done');
}

/** The line, in the order in which the kinds first come. */
export function groupWords(calls: readonly ShownCall[]): string {
  const kinds = Map.groupBy(
    calls.filter((call) => call.state === 'done'),
    (call) => toolSummary(call).kind,
  );
  const parts = [...kinds].map(([kind, found]) => {
    const [verb, one, many] = WORDS[kind];
    return `${verb} ${found.length} ${found.length === 1 ? one : many}`;
  });
  const text = parts.join(', ');
  return text === ''
    ? `${calls.length} ${calls.length === 1 ? 'step' : 'steps'}`
    : text.charAt(0).toUpperCase() + text.slice(1);
}

function isOpen(call: ShownCall): boolean {
  return ['writing', 'waiting', 'approval', 'question', 'running'].includes(call.state);
}
