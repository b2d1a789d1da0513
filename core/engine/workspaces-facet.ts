// Workspaces of sessions and agents.
import type { Machine } from '../ports/machine.ts';

/** A workspace in use by a session. */
export interface SessionWorkspace {
  readonly key: string;
  readonly agentId: string;
  readonly machine: Machine;
}

/** Opens workspaces. @throws {GatewayError} for an unknown agent. @throws {FileError} */
export interface WorkspacesFacet {
  /** The workspace of a session that a caller entered; its agent's if the session doesn't exist yet. */
  openSession(asked: string, agentId?: string): Promise<SessionWorkspace>;
  /** The agent's own workspace. */
  openAgent(agentId: string): Promise<Machine>;
}
