// Live state of a session that isn't durable yet: phase, the streaming message, output of running tools.
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { LiveEvent, OpenBlock, OpenState, RunPhase } from '#contract/sessions/live-events.ts';

/** Output of a running tool to send to a new subscriber, characters. */
const TOOL_TAIL = 32 * 1024;

interface MutableBlock {
  readonly kind: OpenBlock['kind'];
  text: string;
  readonly callId?: string;
  readonly name?: string;
}

interface StreamingMessage {
  readonly runId: string;
  readonly messageId: string;
  readonly blocks: MutableBlock[];
  characters: number;
}

/** Live state of one session. Every change is published immediately as one live event. */
export class LiveState {
  #phase: RunPhase | undefined;
  #message: StreamingMessage | undefined;
  readonly #output = new Map<string, { offset: number; text: string }>();
  readonly #publish: (event: LiveEvent) => void;

  constructor(publish: (event: LiveEvent) => void) {
    this.#publish = publish;
  }

  /** Publishes what the run is doing or waiting for. */
  phase(phase: RunPhase): void {
    this.#phase = phase;
    this.#publish(phase);
  }

  get currentPhase(): RunPhase | undefined {
    return this.#phase;
  }

  /** Opens a message, discarding one that was open before (its model call is being retried). */
  openMessage(runId: string, messageId: string): void {
    this.#message = { runId, messageId, blocks: [], characters: 0 };
  }

  /** Appends to a block of the open message. */
  text(kind: 'text' | 'thinking', index: number, text: string): void {
    const message = this.#message;
    if (message === undefined || text === '') return;
    const block = blockAt(message, index, { kind, text: '' });
    const { runId, messageId } = message;
    const offset = block.text.length;
    block.text += text;
    message.characters += text.length;
    this.#publish({ kind, runId, messageId, index, offset, text });
  }

  /** Appends to the arguments of a tool call that the model is writing. */
  toolCall(index: number, callId: string, name: string, text: string): void {
    const message = this.#message;
    if (message === undefined) return;
    const block = blockAt(message, index, { kind: 'tool-call', text: '', callId, name });
    const { runId, messageId } = message;
    const offset = block.text.length;
    block.text += text;
    message.characters += text.length;
    this.#publish({ kind: 'tool-call', runId, messageId, index, callId, name, offset, text });
  }

  /** Appends output of a running tool. */
  toolOutput(runId: string, callId: string, text: string): void {
    if (text === '') return;
    const known = this.#output.get(callId) ?? { offset: 0, text: '' };
    const offset = known.offset + known.text.length;
    const all = known.text + text;
    const dropped = all.length > 2 * TOOL_TAIL ? all.length - TOOL_TAIL : 0;
    this.#output.set(callId, { offset: known.offset + dropped, text: dropped === 0 ? all : all.slice(dropped) });
    this.#publish({ kind: 'tool-output', runId, callId, offset, text });
  }

  /** A durable event supersedes the live state of the same object. */
  settle(event: SessionEvent): void {
    if (event.type === 'tool.finished') this.#output.delete(event.callId);
    if (event.type === 'message.completed' && event.messageId === this.#message?.messageId) this.closeMessage();
    if (event.type === 'run.ended' || event.type === 'reset') this.clear();
  }

  closeMessage(): void {
    this.#message = undefined;
  }

  /** Clears everything when the run has ended. */
  clear(): void {
    this.#phase = undefined;
    this.#message = undefined;
    this.#output.clear();
  }

  /** Characters of the open message so far. */
  get characters(): number {
    return this.#message?.characters ?? 0;
  }

  /** The current blocks of the open message. */
  get blocks(): readonly OpenBlock[] {
    return this.#message?.blocks.map((block) => ({ ...block })) ?? [];
  }

  /** Text and reasoning so far as message content, without partial tool calls, which must never run. */
  partialContent(): readonly Block[] {
    return (this.#message?.blocks ?? []).flatMap((block) => openBlockContent(block));
  }

  /** Full text of the open message. */
  inFlight(): { readonly runId: string; readonly text: string } | undefined {
    if (this.#message === undefined) return undefined;
    const text = this.#message.blocks.filter((block) => block.kind === 'text').map((block) => block.text);
    return { runId: this.#message.runId, text: text.join('') };
  }

  snapshot(): OpenState {
    const message = this.#message;
    return {
      ...(this.#phase === undefined ? {} : { phase: this.#phase }),
      ...(message === undefined
        ? {}
        : { message: { runId: message.runId, messageId: message.messageId, blocks: this.blocks } }),
      toolOutput: Object.fromEntries([...this.#output].map(([callId, output]) => [callId, { ...output }])),
    };
  }
}

/** An open block as content of a completed message. */
export function openBlockContent(block: OpenBlock): readonly Block[] {
  if (block.kind === 'tool-call' || block.text === '') return [];
  return block.kind === 'text' ? [{ type: 'text', text: block.text }] : [{ type: 'thinking', thinking: block.text }];
}

function blockAt(message: StreamingMessage, index: number, fresh: MutableBlock): MutableBlock {
  const known = message.blocks[index];
  if (known !== undefined) return known;
  while (message.blocks.length < index) message.blocks.push({ kind: 'text', text: '' });
  message.blocks.push(fresh);
  return fresh;
}
