// Prints an answer as it streams: text to stdout, tool activity to stderr. Each character is printed once, even after a gap or repeat.
import { truncateText } from '#contract/types/truncate-text.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';

import { defined } from '#contract/types/defined.ts';

import { formatSubject } from './format-approval.ts';
import type { Output } from './output.ts';
import { plainLine, plainText } from './plain-text.ts';
import { PrintedText } from './printed-text.ts';

/** Prints one run, or without `runId` all runs of the session. */
export class ChatPrinter {
  readonly #output: Output;
  readonly #runId: string | undefined;
  readonly #command: string | undefined;
  readonly #printed = new PrintedText();
  /** The message that is being streamed. */
  #openId: string | undefined;
  #isLineOpen = false;

  /** `command`: what was sent, if a reply outside of a run must be printed, too. */
  constructor(output: Output, runId: string | undefined, command?: string) {
    this.#output = output;
    this.#command = command;
    this.#runId = runId;
  }

  live(event: LiveEvent): void {
    if (event.kind !== 'text' || !this.#includes(event.runId)) return;
    this.#open(event.messageId);
    this.#print(this.#printed.advance(`${event.messageId}/${event.index}`, event.offset, event.text));
  }

  event(event: SessionEvent): void {
    if ('runId' in event && !this.#includes(event.runId)) return;
    switch (event.type) {
      case 'message.completed':
        return this.#completed(event);
      case 'tool.started':
        return this.#toolStarted(event);
      case 'tool.finished':
        return this.#toolFinished(event);
      case 'approval.requested':
        this.#output.json({ type: 'approval', id: event.approvalId, subject: event.subject });
        this.#breakLine();
        return this.#output.note(formatSubject(event.subject, this.#output.colorize).join('\n'));
      case 'approval.resolved':
        this.#output.json({ type: 'approval', id: event.approvalId, outcome: event.outcome });
        return this.#note(`  ${event.outcome} by ${plainLine(event.resolvedBy)}`);
      case 'note.added':
        return this.#replied(event);
      case 'run.ended':
        return this.#ended(event);
      default:
        // Not part of an answer.
        return;
    }
  }

  /** Ends an unfinished line. */
  end(): void {
    this.#breakLine();
  }

  /** A message that follows one that isn't complete replaces it: its model call was retried and gave another answer. */
  #open(messageId: string): void {
    const isRestart = this.#openId !== undefined && this.#openId !== messageId;
    this.#openId = messageId;
    if (!isRestart) return;
    this.#output.json({ type: 'restarted', messageId });
    this.#note('The model failed in the middle of its answer. The answer starts over:');
  }

  #completed({ messageId, content, stopReason }: SessionEventOf<'message.completed'>): void {
    this.#open(messageId);
    this.#openId = undefined;
    content.forEach((block, index) => {
      if (block.type === 'text') this.#print(this.#printed.advance(`${messageId}/${index}`, 0, block.text));
    });
    this.#output.json({ type: 'message', messageId, content, stopReason });
    this.#breakLine();
  }

  #replied({ messageId, text, label }: SessionEventOf<'note.added'>): void {
    if (label === undefined || (this.#runId !== undefined && label !== this.#command)) return;
    this.#output.json({ type: 'message', messageId, content: [{ type: 'text', text }] });
    this.#breakLine();
    this.#print(text);
    this.#breakLine();
  }

  #toolStarted({ callId, name, title }: SessionEventOf<'tool.started'>): void {
    this.#output.json({ type: 'tool', state: 'started', callId, name, title });
    this.#note(`⚙ ${plainLine(title)}`);
  }

  #toolFinished({ callId, name, isError, text, durationMs }: SessionEventOf<'tool.finished'>): void {
    this.#output.json({ type: 'tool', state: 'finished', callId, name, isError, text, durationMs });
    if (isError) this.#note(`  ${truncateText(plainLine(text), 200)}`, 'red');
  }

  #ended({ runId, status, error, usage }: SessionEventOf<'run.ended'>): void {
    this.#openId = undefined;
    this.#output.json({ type: 'ended', ok: status === 'done', runId, status, usage, ...defined({ error }) });
    this.#breakLine();
    if (this.#output.isJson || status === 'done') return;
    const hint = error?.hint === undefined ? [] : [error.hint];
    const reason = error === undefined ? '' : `: ${error.message}`;
    this.#output.error([`gatehouse: run ${STATUS_TEXT[status]}${reason}`, ...hint].join('\n'));
  }

  #print(text: string): void {
    if (text === '') return;
    this.#output.json({ type: 'text', text });
    this.#output.text(plainText(text));
    this.#isLineOpen = !text.endsWith('\n');
  }

  #note(text: string, color: 'dim' | 'red' = 'dim'): void {
    this.#breakLine();
    this.#output.note(this.#output.colorize(color, text));
  }

  #breakLine(): void {
    if (this.#isLineOpen) this.#output.text('\n');
    this.#isLineOpen = false;
  }

  #includes(runId: string): boolean {
    return this.#runId === undefined || runId === this.#runId;
  }
}

const STATUS_TEXT = { done: 'finished', failed: 'failed', aborted: 'stopped', interrupted: 'interrupted' } as const;
