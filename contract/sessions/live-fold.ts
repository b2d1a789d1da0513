// The fold of live events: gateway and page apply the same events and reach the same state. Durable events settle it.
import type { LiveEvent, MessageDelta, OpenBlock, OpenState, ToolCallDelta, ToolOutputDelta } from './live-events.ts';
import type { SessionEvent } from './session-events.ts';

/** The state of a session that is idle. */
export const NOTHING_LIVE: OpenState = { toolOutput: {} };
/** Longest tail of a running tool's output that is kept, characters. */
const OUTPUT_TAIL = 32 * 1024;

/** The state after a live event; `undefined` if text before it was missed, so the session has to be watched again. */
export function foldLive(open: OpenState, event: LiveEvent): OpenState | undefined {
  switch (event.kind) {
    case 'phase':
      return { ...open, phase: event };
    case 'tool-output':
      return {
        ...open,
        toolOutput: { ...open.toolOutput, [event.callId]: appendOutput(open.toolOutput[event.callId], event) },
      };
    case 'text':
    case 'thinking':
    case 'tool-call':
      return appendDelta(open, event);
    default:
      return open; // A newer gateway's event: unknown to this client.
  }
}

/** The state after a durable event, which supersedes what was live. */
export function settleLive(open: OpenState, event: SessionEvent): OpenState {
  switch (event.type) {
    case 'message.completed':
      return open.message?.messageId === event.messageId ? closeMessage(open) : open;
    case 'tool.finished': {
      const { [event.callId]: _finished, ...toolOutput } = open.toolOutput;
      return { ...open, toolOutput };
    }
    case 'run.ended':
    case 'reset':
    case 'rewound':
    case 'branch.switched':
      return NOTHING_LIVE;
    default:
      return open;
  }
}

/** The state without its open message: it was completed, or its model call is retried. */
export function closeMessage({ message: _, ...rest }: OpenState): OpenState {
  return rest;
}

function appendDelta(open: OpenState, delta: MessageDelta | ToolCallDelta): OpenState | undefined {
  const same = open.message?.messageId === delta.messageId;
  const blocks = same ? (open.message?.blocks ?? []) : [];
  const block = blocks[delta.index];
  const known = block?.text ?? '';
  if (delta.offset > known.length) return undefined;
  const added = delta.text.slice(known.length - delta.offset);
  if (block !== undefined && added === '') return open;
  return {
    ...open,
    message: { runId: delta.runId, messageId: delta.messageId, blocks: withBlock(blocks, delta, known + added) },
  };
}

function withBlock(
  blocks: readonly OpenBlock[],
  delta: MessageDelta | ToolCallDelta,
  text: string,
): readonly OpenBlock[] {
  const next: OpenBlock =
    delta.kind === 'tool-call'
      ? { kind: delta.kind, text, callId: delta.callId, name: delta.name }
      : { kind: delta.kind, text };
  if (delta.index < blocks.length) return blocks.with(delta.index, next);
  // Blocks that are never shown, such as redacted reasoning, leave a gap in the numbering.
  const skipped = Array.from({ length: delta.index - blocks.length }, (): OpenBlock => ({ kind: 'text', text: '' }));
  return [...blocks, ...skipped, next];
}

type Output = OpenState['toolOutput'][string];

function appendOutput(known: Output | undefined, delta: ToolOutputDelta): Output {
  const end = known === undefined ? 0 : known.offset + known.text.length;
  if (known === undefined || delta.offset > end) return tail({ offset: delta.offset, text: delta.text });
  return tail({ offset: known.offset, text: known.text + delta.text.slice(end - delta.offset) });
}

function tail(output: Output): Output {
  const extra = output.text.length - OUTPUT_TAIL;
  // Truncated rarely and by much, so that long output isn't copied for each delta.
  return extra <= OUTPUT_TAIL ? output : { offset: output.offset + extra, text: output.text.slice(extra) };
}
