// Runs a test command in the worktree of an entry: as a call of `exec` in its session, so on its machine and with its rules.
import type { DispatchTest } from '#contract/types/dispatches.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { takeEnd } from '#contract/types/truncate-text.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Principal } from '../principal.ts';
import type { DispatchParts } from './dispatch-parts.ts';

/** End of the output that is kept, characters. */
const OUTPUT_CHARS = 8_000;

/** A test to run. */
export interface TestRequest {
  readonly sessionKey: string;
  readonly command: string;
  readonly by: Principal;
}

/** Runs the command; `report` gets each state. Resolves with the last one. */
export async function runTest(
  { ports: { clock, ids }, getEngine }: DispatchParts,
  { sessionKey, command, by }: TestRequest,
  report: (test: DispatchTest) => void,
): Promise<DispatchTest> {
  const engine = getEngine();
  const runId = ids.next();
  const base = { command, startedAt: clock.now() };
  const ended = Promise.withResolvers<DispatchTest>();
  const end = (state: Pick<DispatchTest, 'status'> & Partial<DispatchTest>) =>
    ended.resolve({ ...base, endedAt: clock.now(), ...state });
  const follow = (event: SessionEvent): void => {
    if (event.type === 'approval.requested') return report({ ...base, status: 'waiting' });
    if (event.type === 'tool.started') return report({ ...base, status: 'running' });
    if (event.type === 'tool.finished') return end(toResult(event));
    if (event.type === 'run.ended')
      end({ status: 'canceled', problem: event.error?.message ?? 'The run was stopped.' });
  };
  const release = engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.sessionKey !== sessionKey) return;
    if ('runId' in notice.event && notice.event.runId === runId) follow(notice.event);
  });
  try {
    await engine.runs.callTool({ sessionKey, runId, tool: 'exec', input: { command }, by });
    return await ended.promise;
  } catch (error) {
    return { ...base, endedAt: clock.now(), status: 'canceled', problem: errorMessage(error) };
  } finally {
    release();
  }
}

type Finished = Extract<SessionEvent, { type: 'tool.finished' }>;

function toResult({ isError, text, details }: Finished): Pick<DispatchTest, 'status'> & Partial<DispatchTest> {
  const output = takeEnd(text, OUTPUT_CHARS);
  const exitCode = details['exitCode'];
  // Without an exit code, the command didn't run: it was denied, or refused.
  if (exitCode === undefined) return { status: 'canceled', problem: output };
  return { status: isError ? 'failed' : 'passed', exitCode: typeof exitCode === 'number' ? exitCode : null, output };
}
