// Files of rules: exported, checked, and imported as a whole.
import {
  RULES_FILE_FORMAT,
  type FiledRule,
  type RulesFile,
  type RulesFileProblem,
} from '#contract/types/approval-rules.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { effectProblem } from './rules.ts';

/** The file with these rules, without those that end with their session or belong to a project, which other gateways don't know. */
export function toRulesFile(rules: readonly ApprovalRule[]): RulesFile {
  const lasting = rules.filter(({ sessionKey, projectId }) => sessionKey === undefined && projectId === undefined);
  return {
    format: RULES_FILE_FORMAT,
    version: 1,
    rules: lasting.map(({ agentId: agent, effect = 'allow', words, workspace }) => ({
      agent,
      effect,
      words,
      workspace,
    })),
  };
}

/** Why the file can't be imported; empty if it can. `agents` are the agents that exist. */
export function findFileProblems({ rules }: RulesFile, agents: ReadonlySet<string>): readonly RulesFileProblem[] {
  return rules.flatMap((rule, index) => {
    const problem = findProblem(rule, agents);
    return problem === undefined ? [] : [{ index, rule: rule.words.join(' '), problem }];
  });
}

function findProblem(rule: FiledRule, agents: ReadonlySet<string>): string | undefined {
  if (!agents.has(rule.agent)) return `there is no agent "${rule.agent}"`;
  if (rule.workspace !== '*' && !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(rule.workspace))
    return 'its folder must be an absolute path or *';
  return effectProblem(rule);
}

/** Whether a stored rule says the same as one in a file. */
export function isSameAsFiled(stored: ApprovalRule, filed: FiledRule): boolean {
  const identify = (
    agent: string,
    { effect = 'allow', words, workspace }: Pick<ApprovalRule, 'effect' | 'words' | 'workspace'>,
  ) => JSON.stringify([agent, effect, words, workspace]);
  const isFiled = stored.sessionKey === undefined && stored.projectId === undefined;
  return isFiled && identify(stored.agentId, stored) === identify(filed.agent, filed);
}
