// Exports rules to a file and imports them from one, as a whole or not at all.
import type { FiledRule, RulesFile, RulesFileProblem } from '#contract/types/approval-rules.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Principal } from '../principal.ts';
import { bindRule, requireRule } from './rule-drafts.ts';
import { findFileProblems, isSameAsFiled, toRulesFile } from './rules-file.ts';

/** Problems that the error message lists. */
const SHOWN_PROBLEMS = 5;

/** What an import added. `existing`: rules of the file that were stored before. */
export interface RulesImport {
  readonly added: readonly ApprovalRule[];
  readonly existing: number;
}

/** Moves rules between gateways. */
export interface RuleTransfer {
  export(agentId?: string): Promise<RulesFile>;
  /** With `dryRun`, only checks the file. @throws {GatewayError} that names each rule that may not be stored. */
  import(file: RulesFile, options: { readonly dryRun: boolean }, by: Principal): Promise<RulesImport>;
}

/** The transfer of the engine. `changed` is called after an import. */
export function ruleTransfer(ports: EnginePorts, changed: () => void): RuleTransfer {
  const { approvals } = ports.store;
  return {
    export: async (agentId) => toRulesFile(await approvals.rules(agentId)),
    async import(file, { dryRun }, by) {
      const agents = new Set(ports.config.settings().agents.map(({ agentId }) => agentId));
      const problems = findFileProblems(file, agents);
      if (problems.length > 0) throw describeProblems(problems);
      const stored = await approvals.rules();
      const isNew = (rule: FiledRule) => !stored.some((one) => isSameAsFiled(one, rule));
      const added = await Promise.all(
        withoutRepeats(file.rules)
          .filter(isNew)
          .map((rule) => toRule(ports, rule, by)),
      );
      if (!dryRun && added.length > 0) {
        const details = { count: added.length, rules: added.map(({ id, words }) => ({ id, words })) };
        await approvals.addRules(added, { by, action: 'rules.imported', subject: 'file', details });
        changed();
      }
      return { added, existing: file.rules.length - added.length };
    },
  };
}

async function toRule(ports: EnginePorts, { agent, ...rule }: FiledRule, by: Principal): Promise<ApprovalRule> {
  return requireRule(ports, await bindRule(ports, { ...rule, agentId: agent, origin: 'import' }), by);
}

function withoutRepeats(rules: readonly FiledRule[]): readonly FiledRule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

function describeProblems(problems: readonly RulesFileProblem[]): GatewayError {
  const lines = problems.map(({ index, rule, problem }) => `rule ${index + 1} ("${rule}"): ${problem}`);
  const more = lines.length - SHOWN_PROBLEMS;
  const shown = [...lines.slice(0, SHOWN_PROBLEMS), ...(more > 0 ? [`${more} more`] : [])];
  return new GatewayError('INVALID_REQUEST', `Nothing was imported. ${shown.join('; ')}.`, {
    details: { code: 'RULES_NOT_STORABLE', problems },
  });
}
