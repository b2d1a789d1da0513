// One run as OpenClaw clients follow it: numbers events and paces text, which is always sent in full.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { Block } from '#contract/types/content.ts';
import { CHAT_DELTA_INTERVAL_MS } from '#contract/wire/limits.ts';
import type { MessageDelta, ToolOutputDelta } from '#contract/sessions/live-events.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';

/** The data of an event. */
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

/** Command output to send. */
export interface DueOutput {
  readonly callId: string;
  readonly name: string;
  readonly output: string;
}

/** Text of a message that is being streamed. */
interface StreamedText {
  readonly kind: 'text' | 'thinking';
  readonly messageId: string;
  text: string;
  sent: number;
  replace: boolean;
}

interface ActiveTool {
  readonly name: string;
  readonly title: string;
  readonly startedAt: number;
  output: string;
  /** Length of all output so far, including what was skipped. */
  length: number;
}

/** A run, and where it belongs. */
type RunFacts = Pick<OpenClawRun, 'runId' | 'sessionKey' | 'agentId' | 'startedAt'>;

/** The state of one run. */
export class OpenClawRun {
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly startedAt: number;
  /** Text of the last completed message, trimmed: the answer, when the run ends. */
  finalText = '';
  readonly #tools = new Map<string, ActiveTool>();
  readonly #streamed = new Map<string, StreamedText>();
  #arguments: ReadonlyMap<string, JsonObject> = new Map();
  #seq = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  #hadText = false;

  constructor({ runId, sessionKey, agentId, startedAt }: RunFacts) {
    this.runId = runId;
    this.sessionKey = sessionKey;
    this.agentId = agentId;
    this.startedAt = startedAt;
  }

  /** Number for the next pair of `chat` and `agent` events. */
  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  /** The payload of an `agent` event. */
  agentPayload({ stream, data }: AgentEventBody, seq: number, ts: number): JsonObject {
    return { runId: this.runId, stream, data, sessionKey: this.sessionKey, agentId: this.agentId, seq, ts };
  }

  /** The payload of a `chat` event. */
  chatPayload(body: JsonObject, seq: number): JsonObject {
    return { runId: this.runId, sessionKey: this.sessionKey, agentId: this.agentId, seq, ...body };
  }

  /** Appends streamed text. */
  addText({ messageId, kind, text }: MessageDelta): void {
    const key = `${messageId} ${kind}`;
    // A message that follows one that isn't complete replaces it: its model call was retried and gave another answer.
    for (const [other, streamed] of this.#streamed) if (streamed.messageId !== messageId) this.#streamed.delete(other);
    const known = this.#streamed.get(key);
    // The blocks of a message are streamed one after another, so appending keeps their order.
    if (known !== undefined) known.text += text;
    else this.#streamed.set(key, { kind, messageId, text, sent: 0, replace: kind === 'text' && this.#hadText });
    this.#hadText ||= kind === 'text';
  }

  /** Ms until text may be sent again; 0 when it may now. */
  waitMs(now: number): number {
    return Math.max(0, this.#sentAt + CHAT_DELTA_INTERVAL_MS - now);
  }

  /** Whether text or output has not been sent. */
  hasUnsentText(): boolean {
    return (
      this.#streamed.values().some(({ text, sent }) => text.length > sent) ||
      this.#tools.values().some(({ output }) => output !== '')
    );
  }

  /** Removes and returns the text that has not been sent. */
  takeText(now: number): readonly DueText[] {
    this.#sentAt = now;
    return [...this.#streamed.values()].flatMap((streamed) => {
      const { kind, messageId: itemId, text, sent, replace } = streamed;
      streamed.sent = text.length;
      if (text.length === sent) return [];
      streamed.replace = false;
      return [{ kind, itemId, delta: text.slice(sent), text, replace }];
    });
  }

  /** Removes and returns the command output that has not been sent. */
  takeOutput(): readonly DueOutput[] {
    return [...this.#tools].flatMap(([callId, tool]) => {
      const { name, output } = tool;
      tool.output = '';
      return output === '' ? [] : [{ callId, name, output }];
    });
  }

  /** Called when a message is complete; the next one starts over. */
  completed(content: readonly Block[]): void {
    this.#streamed.clear();
    this.finalText = content
      .map((block) => (block.type === 'text' ? block.text : ''))
      .join('')
      .trim();
    this.#arguments = new Map(
      content.flatMap((block) => (block.type === 'toolCall' ? [[block.id, block.arguments] as const] : [])),
    );
  }

  /** The arguments of a call in the last message. */
  getArguments(callId: string): JsonObject {
    return this.#arguments.get(callId) ?? {};
  }

  /** Called when a tool has started. */
  toolStarted({ callId, name, title, ts }: SessionEventOf<'tool.started'>): void {
    this.#tools.set(callId, { name, title, startedAt: ts, output: '', length: 0 });
  }

  /** Appends command output. */
  addOutput({ callId, offset, text }: ToolOutputDelta): void {
    const tool = this.#tools.get(callId);
    if (tool === undefined) return;
    const skipped = offset - tool.length;
    tool.output += skipped > 0 ? `\n… ${skipped} characters omitted …\n${text}` : text;
    tool.length = offset + text.length;
  }

  /** Called when a tool has finished. */
  toolFinished(callId: string): { readonly title: string; readonly startedAt?: number } {
    const tool = this.#tools.get(callId);
    this.#tools.delete(callId);
    return tool ?? { title: '' };
  }
}
