// The conversation as sent to the model: built from the view alone, so that it is the same after a restart.
import { describeEdit } from '../tools/describe-edit.ts';
import type { AttachedFile, Block, ImageBlock } from '#contract/types/content.ts';
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type {
  AssistantItem,
  DividerItem,
  SessionView,
  ToolCallView,
  UserItem,
} from '#contract/sessions/session-view.ts';
import type { ModelMessage } from '../ports/provider.ts';
import { BUDGET_REACHED } from '../budgets/describe-stop.ts';
import { toSavedPaths } from './saved-paths.ts';

/** Provider name of replies to slash commands, which are not part of the conversation. */
export const OWN_PROVIDER = 'gatehouse';

/** A note that was added to the conversation without a run, or why a person stopped a run at a budget. */
interface NoteItem extends Pick<DividerItem, 'seq' | 'text'> {
  readonly kind: 'note';
}

/** An item that the model sees. */
export type ContextItem = UserItem | AssistantItem | NoteItem;

/** The items that the model still sees in full. */
export function contextItems(view: SessionView): readonly ContextItem[] {
  const commands = new Set(
    view.items.flatMap((item) => (item.kind === 'assistant' && item.provider === OWN_PROVIDER ? [item.runId] : [])),
  );
  return view.items.flatMap((item): readonly ContextItem[] => {
    if (item.seq < view.keptFromSeq) return [];
    if (item.kind !== 'divider') return commands.has(item.runId) ? [] : [item];
    const isContext = (item.what === 'note' && item.label === undefined) || item.error?.code === BUDGET_REACHED;
    return isContext ? [{ kind: 'note', seq: item.seq, text: item.text }] : [];
  });
}

/** The summary that replaces everything before the kept part. */
export function getSummary(view: SessionView): string | undefined {
  return compactionInForce(view.items)?.more;
}

/** What a model accepts besides text. */
interface Senses {
  readonly images: boolean;
  readonly pdfs: boolean;
}

/** The messages of the next model call. */
export function buildMessages(view: SessionView, sees: Senses = { images: true, pdfs: true }): readonly ModelMessage[] {
  const summary = getSummary(view);
  const messages = contextItems(view).flatMap((item) => toMessages(item, sees));
  if (summary === undefined) return mergeNeighbors(messages);
  const text = `Summary of the conversation so far:\n\n${summary}`;
  return mergeNeighbors([{ role: 'user', content: [{ type: 'text', text }] }, ...messages]);
}

function toMessages(item: ContextItem, sees: Senses): readonly ModelMessage[] {
  if (item.kind === 'note')
    return [{ role: 'user', content: [{ type: 'text', text: `Note for context, not a request:\n\n${item.text}` }] }];
  if (item.kind === 'user') return [{ role: 'user', content: userContent(item, sees) }];
  const content = item.content.filter((block) => isKept(block, item));
  if (content.length === 0) return [];
  const message: ModelMessage = { role: 'assistant', content, provider: item.provider, model: item.model };
  if (item.calls.length === 0) return [message];
  return [message, { role: 'tool', results: item.calls.map(toResult) }];
}

function userContent(item: UserItem, sees: Senses): readonly Block[] {
  const text: readonly Block[] = item.text === '' ? [] : [{ type: 'text', text: item.text }];
  const paths = toSavedPaths(item);
  const files = (item.files ?? []).map((file, index) => toFileBlock(file, paths[index] ?? '', sees.pdfs));
  if (sees.images || item.images.length === 0) return [...files, ...text, ...item.images.map(toImageBlock)];
  const note = `[${item.images.length} image(s) omitted: this model does not support images]`;
  return [...files, ...text, { type: 'text', text: note }];
}

/** Reads the image once. */
function toImageBlock({ mimeType, data }: ImageBlock): Block {
  if (data !== '') return { type: 'image', mimeType, data };
  return { type: 'text', text: '[Image omitted: its stored content is missing or damaged]' };
}

/** A text file is marked with its name. Its content can't end the mark early. A file that the model can't read is at `path`. */
function toFileBlock(file: AttachedFile, path: string, seesPdfs: boolean): Block {
  const name = JSON.stringify(file.name);
  switch (file.type) {
    case 'textFile': {
      const text = file.text.replaceAll('</attached_file', '<\\/attached_file');
      return { type: 'text', text: `<attached_file name=${name}>\n${text}\n</attached_file>` };
    }
    case 'pdf': {
      if (!seesPdfs) return describeSaved(file, 'application/pdf', path);
      const { data } = file;
      if (data !== '') return { type: 'pdf', name: file.name, data };
      return { type: 'text', text: `[PDF file ${name} omitted: its stored content is missing or damaged]` };
    }
    case 'file':
      return describeSaved(file, file.mimeType, path);
  }
}

function describeSaved({ name, bytes }: AttachedFile, mimeType: string, path: string): Block {
  const facts = `${mimeType}, ${bytes} bytes`;
  const text = `[Attached file ${JSON.stringify(name)} (${facts}), saved in the workspace as ${JSON.stringify(path)}]`;
  return { type: 'text', text };
}

/** Reasoning of a truncated message has no signature, so a provider would reject it. */
function isKept(block: Block, item: AssistantItem): boolean {
  if (block.type === 'text') return block.text.trim() !== '';
  if (block.type !== 'thinking' || block.signature !== undefined || block.redacted !== undefined) return true;
  return item.stopReason === 'stop' || item.stopReason === 'toolUse';
}

function toResult(call: ToolCallView) {
  const { callId, name, state, text } = call;
  if (text === undefined) return { callId, name, text: describeUnfinished(call), isError: true };
  return { callId, name, text: text === '' ? '(no output)' : text, isError: state === 'failed' || state === 'denied' };
}

/** What may have run is not what the model wrote if a person changed it. */
function describeUnfinished(call: ToolCallView): string {
  const text = WITHOUT_RESULT[call.state] ?? 'No result.';
  const edit = describeEdit(call);
  return edit === undefined ? text : `${edit}\n\n${text}`;
}

const WITHOUT_RESULT: Partial<Record<ToolCallView['state'], string>> = {
  unknown:
    'Interrupted: Gatehouse was shut down while this was running. It may have had effects; check before you repeat it.',
  running: 'Interrupted while running. It may have had effects; check before you repeat it.',
  cancelled: 'Not finished: the user stopped the run.',
  denied: 'Denied by the user.',
  waiting: 'Not executed: the run ended first.',
  approval: 'Not executed: the run ended before the approval was answered.',
  question: 'Not answered: the run ended first.',
};

/** Merges consecutive user messages: some providers require alternating roles. */
function mergeNeighbors(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const merged: ModelMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === 'user' && message.role === 'user')
      merged[merged.length - 1] = { role: 'user', content: [...last.content, ...message.content] };
    else merged.push(message);
  }
  return merged;
}
