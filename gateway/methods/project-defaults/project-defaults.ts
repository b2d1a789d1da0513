// Defaults of a project's sessions, its secrets, and its setup script.
import type { ProjectRecord } from '#core/ports/project-store.ts';
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { toProject } from '../../openclaw/project-shapes.ts';

export const PROJECT_DEFAULT_HANDLERS = defineHandlers({
  async 'projects.defaults.set'({ id, ...change }, call) {
    const { machine, model } = change;
    if (typeof machine === 'string') await requireMachine(call, machine);
    if (typeof model === 'string') await call.engine.providers.requireModel(model);
    return toResult(await call.engine.projects.setDefaults(id, change, call.by), call);
  },

  'projects.secrets.set': async ({ id, ...change }, call) =>
    toResult(await call.engine.projects.setSecret(id, change, call.by), call),

  'projects.secrets.remove': async ({ id, name }, call) =>
    toResult(await call.engine.projects.removeSecret(id, name, call.by), call),

  'projects.setups.list': async ({ id }, { engine }) => ({ setups: await engine.projects.setups(id) }),

  async 'projects.setup.get'({ sessionKey }, { engine }) {
    const session = await engine.sessions.get(engine.sessions.resolveKey(sessionKey));
    const setup = session === undefined ? undefined : await engine.projects.setup(session);
    return { setup: setup ?? null };
  },

  async 'projects.setup.run'({ sessionKey }, call) {
    const { engine } = call;
    const session = await engine.sessions.require(sessionKey);
    await engine.projects.runSetup(session);
    await call.audit('project.setup', session.projectId ?? '', { sessionKey: session.key, folder: session.workspace });
    return { ok: true };
  },
});

async function requireMachine({ services }: Call, machine: string): Promise<void> {
  const known = [AUTOMATIC_MACHINE, ...(await services.kinds.availability()).map(({ kind }) => kind)];
  if (known.includes(machine)) return;
  const hint = `Use one of: ${known.join(', ')}.`;
  throw invalidRequest(`Unknown machine: ${JSON.stringify(machine)}.`, 'MACHINE_UNKNOWN', hint);
}

async function toResult(record: ProjectRecord, call: Call) {
  return { project: await toProject(record, call) };
}
