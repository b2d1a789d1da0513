// The folders in which the agents of the kill test work. Commands of one agent run in containers, if there is an engine.

/** The agent whose machine is a container. */
export const BOXED_AGENT = 'boxed';

/** Workspaces by agent. */
export type Workspaces = ReadonlyMap<string, string>;

/** The workspace of a session. */
export function workspaceOf(workspaces: Workspaces, sessionKey: string): string {
  const found = workspaces.get(sessionKey.split(':')[1] ?? '');
  if (found === undefined) throw new Error(`${sessionKey} has no workspace`);
  return found;
}
