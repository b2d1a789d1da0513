// Conversations with too many pending messages: the sender is told once, further messages are dropped and counted in the log.
import type { Job } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';

/**
 * Most messages of one conversation that wait behind the one that is being answered. An answer takes much longer than a message,
 * so without a limit, an allowed sender could fill the store and keep an agent busy for days.
 */
export const MAX_PENDING_MESSAGES = 20;

/** The job of a message; its queue is the conversation. */
type MessageJob = Pick<Job, 'queueKey' | 'subject' | 'sessionKey'>;

/** The conversations with dropped messages in which others are still pending. */
export class Backlogs {
  readonly #log: Log;
  /** Messages dropped so far, by queue key. */
  readonly #dropped = new Map<string, number>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Whether the sender has been told. */
  has({ queueKey }: MessageJob): boolean {
    return this.#dropped.has(queueKey);
  }

  drop(job: MessageJob): void {
    const before = this.#dropped.get(job.queueKey) ?? 0;
    this.#dropped.set(job.queueKey, before + 1);
    if (before === 0)
      this.#log.warn('Too many messages of a conversation are pending; dropping others.', toFields(job));
  }

  /** Call when no message of the conversation is pending anymore. */
  end(job: MessageJob): void {
    const dropped = this.#dropped.get(job.queueKey);
    if (dropped === undefined) return;
    this.#dropped.delete(job.queueKey);
    this.#log.warn('Messages of a conversation were dropped.', { ...toFields(job), dropped });
  }
}

function toFields({ subject, sessionKey }: MessageJob) {
  return { subject, sessionKey };
}
