// Shows an answer while it is written: a message that is edited as often as the network allows.
import { ChannelError, type Channel, type ChatAddress } from '../ports/channel.ts';
import { timeLimit } from '../time-limit.ts';
import type { Clock } from '../ports/clock.ts';
import type { ChatTexts } from './texts/english.ts';

/** Networks show "typing" for about this long, ms. */
const TYPING_MS = 4_500;
/** An answer that is complete sooner is sent at once, ms. */
const FIRST_MS = 1_200;
/** After this time without a text, the person is told that the agent is working, ms. */
const WORKING_MS = 15_000;
const CALL_MS = 15_000;
/** Edits fail now and then; the complete answer is what counts. After so many, it is no longer shown in progress. */
const MAX_FAILURES = 3;

/** What a live reply depends on. */
export interface LiveReplyOptions {
  readonly channel: Channel;
  readonly to: ChatAddress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Sends the first version, once, and returns its ID: also after a crash. */
  readonly open: (markdown: string) => Promise<string>;
  readonly texts: Pick<ChatTexts, 'working'>;
  /** Whether earlier messages to the chat still wait: the answer must not overtake them. */
  readonly isBlocked: () => boolean;
  /** The message that an earlier attempt has sent. */
  readonly messageId?: string;
}

/** An answer in progress. It never throws: if it can't be shown, the complete answer is sent anyway. */
export class LiveReply {
  readonly #options: LiveReplyOptions;
  readonly #stops = new Map<'typing' | 'edit', () => void>();
  #text = '';
  #shown = '';
  #status: string | undefined;
  #messageId: string | undefined;
  #busy: Promise<void> = Promise.resolve();
  #isOver = false;
  #failures = 0;

  constructor(options: LiveReplyOptions) {
    this.#options = options;
    this.#messageId = options.messageId;
    this.#type();
    if (options.channel.capabilities.edit) this.#plan(FIRST_MS);
    options.signal.addEventListener('abort', () => this.#stop(), { once: true });
  }

  /** The agent wrote more. */
  append(text: string): void {
    this.#text += text;
  }

  /** The agent starts its answer again. */
  restart(): void {
    this.#text = '';
  }

  /** What the agent waits for; shown while there is no text. */
  setStatus(status: string | undefined): void {
    this.#status = status;
  }

  /** Stops showing it. The result is the ID of its message, which the complete answer replaces; undefined if there is none. */
  async end(): Promise<string | undefined> {
    this.#stop();
    await this.#busy;
    return this.#messageId;
  }

  #stop(): void {
    this.#isOver = true;
    for (const stop of this.#stops.values()) stop();
  }

  #type(): void {
    if (this.#isOver || !this.#options.channel.capabilities.typing) return;
    const { channel, to, clock } = this.#options;
    void channel.act({ kind: 'typing', to }, this.#limit()).catch(() => undefined);
    this.#stops.set(
      'typing',
      clock.after(TYPING_MS, () => this.#type()),
    );
  }

  #plan(ms: number): void {
    if (this.#isOver) return;
    this.#stops.set(
      'edit',
      this.#options.clock.after(ms, () => {
        this.#busy = this.#show();
      }),
    );
  }

  async #show(): Promise<void> {
    const { channel } = this.#options;
    const markdown = this.#render();
    try {
      const isBlocked = this.#messageId === undefined && this.#options.isBlocked();
      if (markdown !== undefined && markdown !== this.#shown && !isBlocked) await this.#send(markdown);
      this.#plan(channel.capabilities.editIntervalMs);
    } catch (error) {
      this.#failures += 1;
      const wait = error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0;
      if (this.#failures < MAX_FAILURES) this.#plan(Math.max(wait, channel.capabilities.editIntervalMs));
    }
  }

  async #send(markdown: string): Promise<void> {
    const { channel, to, open } = this.#options;
    if (this.#messageId === undefined) this.#messageId = await open(markdown);
    else await channel.edit(to, this.#messageId, { markdown }, this.#limit());
    this.#shown = markdown;
  }

  /** The first part only: the rest is sent when the answer is complete. */
  #render(): string | undefined {
    const text = this.#text.trim();
    if (text === '') return this.#status ?? this.#workingText();
    const [first, ...rest] = this.#options.channel.split(text);
    if (first === undefined || rest.length > 0) return first;
    return `${first} …`;
  }

  #startedAt: number | undefined;

  #workingText(): string | undefined {
    const now = this.#options.clock.monotonic();
    this.#startedAt ??= now;
    return now - this.#startedAt >= WORKING_MS ? this.#options.texts.working : undefined;
  }

  #limit(): AbortSignal {
    return timeLimit(this.#options.clock, CALL_MS, this.#options.signal);
  }
}
