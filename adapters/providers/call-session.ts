// The session that a model call belongs to. The SDKs call our `fetch` without any way to pass it along.
import { AsyncLocalStorage } from 'node:async_hooks';

const sessions = new AsyncLocalStorage<string>();

/** Runs a call for a session. */
export function runForSession<T>(sessionKey: string, call: () => T): T {
  return sessions.run(sessionKey, call);
}

/** The session of the running call, if it has one. */
export function currentSession(): string | undefined {
  return sessions.getStore();
}
