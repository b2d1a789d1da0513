// Imports a conversation supplied by a program: its messages become the session's history.
import type { Block, ImageBlock } from '#contract/types/content.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';

/** A tool call that the calling program executes. */
export interface OpenToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

/** One earlier message. */
export type ImportedMessage =
  | { readonly role: 'user'; readonly text: string; readonly images: readonly ImageBlock[] }
  | {
      readonly role: 'assistant';
      readonly text: string;
      readonly calls: readonly OpenToolCall[];
    }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string };

/** Provider name of imported answers. */
export const CALLER_PROVIDER = 'caller';
const CALLER = { provider: CALLER_PROVIDER, model: 'brought' } as const;

/** Events of complete past runs. Anything before the first user message is omitted. */
export function pastEvents(
  ports: EnginePorts,
  agentId: string,
  messages: readonly ImportedMessage[],
): readonly SessionEventDraft[] {
  const events: SessionEventDraft[] = [];
  let runId: string | undefined;
  const end = (): void => {
    if (runId === undefined) return;
    const facts = { usage: EMPTY_SESSION.usage, modelCalls: 0, startedAtMs: ports.clock.now() };
    events.push({ type: 'run.ended', runId, status: 'done', stopReason: 'stop', ...facts });
  };
  for (const message of messages) {
    if (message.role === 'user') {
      end();
      runId = ports.ids.next();
      const messageId = ports.ids.next();
      const images = message.images.length === 0 ? {} : { images: [...message.images] };
      events.push(
        { type: 'message.accepted', messageId, runId, text: message.text, ...images },
        { type: 'run.started', runId, messageIds: [messageId], agentId, ...CALLER },
      );
    } else if (runId !== undefined) events.push(...answerEvents(ports, runId, [message]));
  }
  end();
  return events;
}

/** Events of answers and tool results of the run `runId`. A result without its call is omitted. */
export function answerEvents(
  ports: EnginePorts,
  runId: string,
  messages: readonly ImportedMessage[],
): readonly SessionEventDraft[] {
  return messages.flatMap((message): readonly SessionEventDraft[] => {
    if (message.role === 'user') return [];
    if (message.role === 'assistant') {
      const content = toBlocks(message);
      const stopReason = message.calls.length === 0 ? 'stop' : 'toolUse';
      return content.length === 0
        ? []
        : [{ type: 'message.completed', messageId: ports.ids.next(), runId, content, stopReason, ...CALLER }];
    }
    const { callId, text } = message;
    const call = { callId, runId, name: 'caller' };
    return [
      { type: 'tool.started', ...call, title: 'Executed by the calling program', decidedBy: 'caller' },
      { type: 'tool.finished', ...call, isError: false, text, details: {}, durationMs: 0 },
    ];
  });
}

function toBlocks({ text, calls }: Extract<ImportedMessage, { role: 'assistant' }>): Block[] {
  const said: Block[] = text === '' ? [] : [{ type: 'text', text }];
  return [...said, ...calls.map(({ id, name, input }): Block => ({ type: 'toolCall', id, name, arguments: input }))];
}

/** Recognizes imported runs in a session's events. They are history, so clients get no events for them. */
export class ImportedRuns {
  readonly #runs = new Set<string>();

  /** Whether the event belongs to an imported run. Call it with every event, in order. */
  covers(event: SessionEvent): boolean {
    if (event.type === 'run.started' && event.provider === CALLER_PROVIDER) this.#runs.add(event.runId);
    if (!('runId' in event) || !this.#runs.has(event.runId)) return false;
    if (event.type === 'run.ended') this.#runs.delete(event.runId);
    return true;
  }
}
