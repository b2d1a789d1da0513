// A session keeps the machine that it used first, until a person chooses another one for it.
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Machine } from '../ports/machine.ts';
import { findChoice, openMachine } from '../workspaces/open-workspace.ts';
import type { SessionAgent } from '../projects/session-agent.ts';
import type { SessionActor } from './session-actor.ts';

type Agent = Pick<SessionAgent, 'agentId' | 'workspace' | 'machine' | 'image'>;

/** Opens the machine of a session, and stores its kind. @throws {FileError} */
export async function openSessionMachine(
  { machines }: Pick<EnginePorts, 'machines'>,
  agent: Agent,
  actor: SessionActor,
): Promise<Machine> {
  const { key, record } = actor;
  const session = { key, workspace: record?.workspace, machine: record?.machine };
  const machine = await openMachine(machines, agent, session);
  const choice = findChoice(actor.record, machine);
  if (choice !== undefined) await actor.patch({ machine: choice }, 'patch');
  return machine;
}

/** Chooses the machine of a new session. Where that isn't possible now, it is chosen when the session first needs it. */
export async function chooseMachine(ports: EnginePorts, agent: Agent, actor: SessionActor): Promise<void> {
  if (actor.record?.machine !== undefined) return;
  const { machine = ports.config.settings().machines.default } = agent;
  if (machine === AUTOMATIC_MACHINE) await openSessionMachine(ports, agent, actor).catch(() => undefined);
}
