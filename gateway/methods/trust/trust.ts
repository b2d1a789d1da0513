// Folder trust: decisions of people about the folders that agents work in.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { TrustTarget } from '#core/trust/folder-trust.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

export const TRUST_HANDLERS = defineHandlers({
  'trust.list': async (_params, { engine }) => ({ folders: await engine.trust.list() }),

  'trust.describe': async (params, call) => call.engine.trust.describe(await findTarget(params, call)),

  'trust.set': async ({ trusted, files, ...params }, call) =>
    call.engine.trust.set(await findTarget(params, call), { trusted, files, by: call.by }),

  async 'trust.remove'({ folder }, { engine, by }) {
    if (await engine.trust.remove(folder, by)) return { ok: true } as const;
    throw invalidRequest(`No decision is stored for ${folder}.`, 'FOLDER_NOT_FOUND');
  },
});

interface Params {
  readonly sessionKey?: string;
  readonly agentId?: string;
}

/** The folder of the session; without one, the workspace of the agent. */
async function findTarget({ sessionKey, agentId }: Params, { engine, services }: Call): Promise<TrustTarget> {
  const { agents } = services.config.settings();
  if (sessionKey === undefined) {
    const agent = engine.agents.require(agentId);
    return { folder: agent.workspace, agent, machine: await engine.workspaces.openAgent(agent.agentId) };
  }
  const { key, agentId: owner, machine } = await engine.workspaces.openSession(sessionKey, agentId);
  const agent = agents.find((one) => one.agentId === owner);
  const record = await engine.sessions.get(key);
  return { folder: record?.workspace ?? agent?.workspace ?? machine.workspace, agent, machine };
}
