// Waits until a message is sent, or can't be.
import type { ChannelTest } from '#contract/methods/channels.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { Clock } from '../ports/clock.ts';
import { hasEnded, type Job } from '../ports/jobs.ts';
import { untilAborted } from '../runs/wait.ts';
import { timeLimit } from '../time-limit.ts';

/** The state of the job of a message when it has ended, or after `ms`. */
export async function waitForDelivery(
  jobs: JobRunner,
  clock: Clock,
  id: string,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<ChannelTest> {
  const ended = Promise.withResolvers<Job>();
  const stop = jobs.onNotice(({ job }) => {
    if (job.id === id && hasEnded(job)) ended.resolve(job);
  });
  try {
    const now = await jobs.get(id);
    const job =
      now !== undefined && hasEnded(now) ? now : await untilAborted(ended.promise, timeLimit(clock, ms, signal));
    if (job?.state === 'done') return { state: 'sent' };
    const error = job?.error ?? (await jobs.get(id))?.error;
    return { state: job === undefined ? 'waiting' : 'failed', ...(error === undefined ? {} : { error }) };
  } finally {
    stop();
  }
}
