// Opens the workspace of a session, and maps file errors to protocol errors.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { Machine } from '#core/ports/machine.ts';
import { FileError } from '#core/ports/machine.ts';
import { keyOf, requireAgent } from '../sessions/session-access.ts';
import type { GatewayServices } from '../../server/services.ts';

/** A workspace in use by a session. */
export interface SessionMachine {
  readonly key: string;
  readonly agentId: string;
  readonly machine: Machine;
}

/** The machine of a session; of its agent's workspace when nothing was said in it yet. @throws {GatewayError} */
export async function openSessionMachine(
  asked: string,
  services: GatewayServices,
  agentId?: string,
): Promise<SessionMachine> {
  const key = keyOf(asked, services, agentId);
  const record = await services.engine.sessions.get(key);
  const owner = record?.agentId ?? requireAgent(parseSessionKey(key)?.agentId ?? '', services);
  return {
    key,
    agentId: owner,
    machine: await openWorkspace(record?.workspace ?? workspaceOf(owner, services), services),
  };
}

/** The machine of an agent's own workspace. @throws {GatewayError} */
export async function openAgentMachine(agentId: string, services: GatewayServices): Promise<Machine> {
  return openWorkspace(workspaceOf(requireAgent(agentId, services), services), services);
}

function workspaceOf(agentId: string, { config }: GatewayServices): string {
  const workspace = config.settings().agents.find((agent) => agent.agentId === agentId)?.workspace;
  if (workspace !== undefined && workspace !== '') return workspace;
  throw invalidRequest(
    `agent ${agentId} has no workspace`,
    'NO_WORKSPACE',
    'Choose a folder for it in Settings → Agents.',
  );
}

function openWorkspace(workspace: string, services: GatewayServices): Promise<Machine> {
  return fileWork(() => services.machines.open(workspace));
}

/** Runs file work; what the machine refuses becomes an error that a client understands. @throws {GatewayError} */
export async function fileWork<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FileError ? asGatewayError(error) : error;
  }
}

function asGatewayError(error: FileError): GatewayError {
  const details = { code: `FILE_${error.code.toUpperCase().replaceAll('-', '_')}`, reason: error.code };
  const isOurs = error.code === 'no-space' || error.code === 'io';
  return new GatewayError(isOurs ? 'UNAVAILABLE' : 'INVALID_REQUEST', error.message, {
    details,
    cause: error,
    ...(isOurs ? { retryable: error.code === 'no-space' } : {}),
  });
}
