// Keeps the IDs of tool calls unique in a session: some servers number the calls of each answer from zero.
import type { Block } from '#contract/types/content.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { ModelEvent } from '../ports/provider.ts';

/** Renames the calls of one answer whose IDs the session already has. A retry of the answer gets the same names. */
export function createCallRenamer(view: SessionView): (event: ModelEvent) => ModelEvent {
  let taken: ReadonlySet<string> | undefined;
  const rename = (id: string): string => {
    // Most answers have no calls.
    taken ??= readCallIds(view);
    return taken.has(id) ? `${id}_${view.items.length}` : id;
  };
  const renameBlock = (block: Block): Block => (block.type === 'toolCall' ? { ...block, id: rename(block.id) } : block);
  return (event) => {
    if (event.type === 'tool-call') return { ...event, callId: rename(event.callId) };
    if (event.type !== 'done' || !event.content.some((block) => block.type === 'toolCall')) return event;
    const content = event.content.map(renameBlock);
    if (event.invalidCalls === undefined) return { ...event, content };
    const invalid = Object.entries(event.invalidCalls).map(([id, text]) => [rename(id), text] as const);
    return { ...event, content, invalidCalls: Object.fromEntries(invalid) };
  };
}

function readCallIds({ items }: SessionView): ReadonlySet<string> {
  return new Set(items.flatMap((item) => (item.kind === 'assistant' ? item.calls.map(({ callId }) => callId) : [])));
}
