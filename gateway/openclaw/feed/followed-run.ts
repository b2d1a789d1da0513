// One run as OpenClaw clients follow it: numbers events and paces text, which is always sent in full.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Block } from '#contract/types/content.ts';
import { CHAT_DELTA_INTERVAL_MS } from '#contract/wire/limits.ts';
import type { MessageDelta, ToolOutputDelta } from '#contract/sessions/live-events.ts';

/** Event data besides the run's own facts. */
export interface AgentEventBody {
  readonly stream: string;
  readonly data: JsonObject;
}

/** Text to send: the addition and everything so far. */
export interface DueText {
  readonly kind: 'text' | 'thinking';
  readonly itemId: string;
  readonly delta: string;
  readonly text: string;
  /** The text starts over: an earlier message of the run was only a preamble. */
  readonly replace: boolean;
}

/** Output of a command that is due. */
export interface DueOutput {
  readonly callId: string;
  readonly name: string;
  readonly output: string;
}

interface Growing {
  readonly kind: 'text' | 'thinking';
  readonly messageId: string;
  text: string;
  sent: number;
  replace: boolean;
}

/** The state of one run. */
export class OpenClawRun {
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly startedAt: number;
  /** Text of the last message that was completed, trimmed: the answer, when the run ends. */
  finalText = '';
  readonly #tools = new Map<
    string,
    { readonly name: string; readonly title: string; readonly startedAt: number; output: string }
  >();
  readonly #growing = new Map<string, Growing>();
  #arguments: ReadonlyMap<string, JsonObject> = new Map();
  #seq = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #hadText = false;

  constructor(facts: {
    readonly runId: string;
    readonly sessionKey: string;
    readonly agentId: string;
    readonly startedAt: number;
  }) {
    this.runId = facts.runId;
    this.sessionKey = facts.sessionKey;
    this.agentId = facts.agentId;
    this.startedAt = facts.startedAt;
  }

  /** Number for the next pair of `chat` and `agent` events. */
  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** Everything that an `agent` event carries besides its data. */
  agentPayload({ stream, data }: AgentEventBody, seq: number, ts: number): JsonObject {
    return { runId: this.runId, stream, data, sessionKey: this.sessionKey, agentId: this.agentId, seq, ts };
  }

  /** The same for a `chat` event. */
  chatPayload(body: JsonObject, seq: number): JsonObject {
    return { runId: this.runId, sessionKey: this.sessionKey, agentId: this.agentId, seq, ...body };
  }

  addText(delta: MessageDelta): void {
    const key = `${delta.messageId} ${delta.kind}`;
    const known = this.#growing.get(key);
    if (known === undefined) this.#begin(key, delta);
    // Several blocks of one message follow one another, so appending keeps their order.
    else known.text += delta.text;
  }

  /** Ms until text may be sent again; 0 when it may now. */
  waitMs(now: number): number {
    return Math.max(0, this.#sentAt + CHAT_DELTA_INTERVAL_MS - now);
  }

  hasUnsentText(): boolean {
    for (const { text, sent } of this.#growing.values()) if (text.length > sent) return true;
    for (const { output } of this.#tools.values()) if (output !== '') return true;
    return false;
  }

  /** Removes and returns the text that was not sent yet. */
  takeText(now: number): readonly DueText[] {
    this.#sentAt = now;
    const due: DueText[] = [];
    for (const growing of this.#growing.values()) {
      if (growing.text.length === growing.sent) continue;
      due.push({
        kind: growing.kind,
        itemId: growing.messageId,
        delta: growing.text.slice(growing.sent),
        text: growing.text,
        replace: growing.replace,
      });
      growing.sent = growing.text.length;
      growing.replace = false;
    }
    return due;
  }

  takeOutput(): readonly DueOutput[] {
    const due: DueOutput[] = [];
    for (const [callId, tool] of this.#tools) {
      if (tool.output !== '') due.push({ callId, name: tool.name, output: tool.output });
      tool.output = '';
    }
    return due;
  }

  /** Called when a message is complete; the next one starts over. */
  completed(content: readonly Block[]): void {
    this.#growing.clear();
    this.finalText = content
      .map((block) => (block.type === 'text' ? block.text : ''))
      .join('')
      .trim();
    this.#arguments = new Map(
      content.flatMap((block) => (block.type === 'toolCall' ? [[block.id, block.arguments] as const] : [])),
    );
  }

  /** What the last message asked a tool to do. */
  getArguments(callId: string): JsonObject {
    return this.#arguments.get(callId) ?? {};
  }

  toolStarted(callId: string, name: string, title: string, startedAt: number): void {
    this.#tools.set(callId, { name, title, startedAt, output: '' });
  }

  addOutput({ callId, text }: ToolOutputDelta): void {
    const tool = this.#tools.get(callId);
    if (tool !== undefined) tool.output += text;
  }

  toolFinished(callId: string): { readonly title: string; readonly startedAt?: number } {
    const tool = this.#tools.get(callId);
    this.#tools.delete(callId);
    return tool === undefined ? { title: '' } : { title: tool.title, startedAt: tool.startedAt };
  }

  #begin(key: string, delta: MessageDelta): void {
    const replace = delta.kind === 'text' && this.#hadText;
    this.#hadText ||= delta.kind === 'text';
    this.#growing.set(key, { kind: delta.kind, messageId: delta.messageId, text: delta.text, sent: 0, replace });
  }
}
