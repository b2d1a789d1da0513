// What the policy decides about a line without any rule.
import { judge, type Verdict } from '#core/policy/policy.ts';
import type { LineFacts } from '#core/policy/line-facts.ts';

/** Judges a line of the main agent in Ask mode, with the preset of read-only commands. */
export function judgeByDefault(workspace: string, line: LineFacts): Verdict {
  return judge({
    mode: 'ask',
    risk: 'exec',
    agentId: 'main',
    sessionKey: undefined,
    projectId: undefined,
    workspace,
    realWorkspace: workspace,
    rules: [],
    line,
    readOnlyCommands: true,
  });
}
