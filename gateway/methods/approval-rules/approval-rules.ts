// Rules: stored, tried on past commands, moved between gateways, and restored.
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const APPROVAL_RULE_HANDLERS = defineHandlers({
  'approvals.rules.list': async ({ revoked = false, ...filter }, { engine }) => ({
    rules: await engine.rules.list(filter),
    presets: engine.rules.presets(),
    ...(revoked ? { revoked: await engine.rules.revoked(filter) } : {}),
  }),

  async 'approvals.rules.add'(params, { engine, by }) {
    engine.agents.require(params.agentId);
    return { rule: await engine.rules.add(params, by) };
  },

  'approvals.rules.update': async ({ id, ...patch }, { engine, by }) => ({
    rule: await engine.rules.update(id, patch, by),
  }),

  'approvals.rules.remove': async ({ id }, { engine, by }) => ruleFound(id, await engine.rules.remove(id, by)),
  'approvals.rules.restore': async ({ id }, { engine, by }) => ruleFound(id, await engine.rules.restore(id, by)),

  async 'approvals.rules.rehearse'(params, { engine }) {
    engine.agents.require(params.agentId);
    return engine.rules.rehearse(params);
  },

  'approvals.rules.suggest': async ({ id }, { engine }) => ({ proposals: await engine.rules.suggest(id) }),

  'approvals.rules.export': async ({ agentId }, { engine }) => ({ file: await engine.rules.export(agentId) }),
  'approvals.rules.import': ({ file, dryRun = false }, { engine, by }) => engine.rules.import(file, { dryRun }, by),

  'approvals.rules.test': ({ agentId, command, cwd }, { services, engine }) =>
    engine.rules.test(agentId ?? services.config.settings().defaultAgentId, command, cwd),
});

function ruleFound(id: string, isFound: boolean) {
  if (isFound) return { ok: true } as const;
  throw invalidRequest(`No such rule: ${id}`, 'RULE_NOT_FOUND');
}
