// The rules to store with an answer: together they must allow exactly the command line that was shown.
import type { AnsweredRule } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import { listNeededPrograms, listSuggestedRules } from '#contract/types/needed-programs.ts';
import type { ApprovalSubject, RunFile } from '#contract/sessions/session-events.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalAnswer } from '../engine/approvals-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { toPlace, type ApprovalPlace } from '../policy/rule-rehearsal.ts';
import { covers, draftRule, ruleProblem } from '../policy/rules.ts';
import { quoteWord } from '../policy/shell/read-word.ts';
import type { Machine } from '../ports/machine.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { joinPath } from '../workspaces/join-path.ts';
import { openMachine } from '../workspaces/open-workspace.ts';

/** The rules of an answer; empty if it stores none. @throws {GatewayError} when they would not allow the command line. */
export function toAnsweredRules(
  record: ApprovalRecord,
  answer: ApprovalAnswer,
  projectId: string | undefined,
): readonly AnsweredRule[] {
  const { decision, rule, rules } = answer;
  if (decision !== 'allow-always' && decision !== 'allow-session') return [];
  const needed = listNeededPrograms(record.subject);
  const lasting = projectId === undefined ? 'workspace' : 'project';
  const scope = decision === 'allow-session' ? 'session' : lasting;
  const lines = rule === undefined ? listSuggestedRules(record.subject) : [rule];
  const chosen = rules ?? lines.map((words) => ({ words, scope }) as const);
  if (chosen.length === 0 && decision === 'allow-session') return [];
  if (needed === undefined)
    throw invalidRequest(
      'No rule can be stored for this command. Allow it once or for this session.',
      'RULE_NOT_STORABLE',
    );
  requireScope(decision, chosen, projectId);
  for (const one of chosen) requireUse(one, needed);
  const isCovered = needed.every((program) => chosen.some((one) => covers(one.words, program.words)));
  if (!isCovered) throw doesNotCover('These rules do not cover every program of the command line.');
  return chosen;
}

/** The rules as they are stored. Each is bound to the files that its own program runs, as they were shown. */
export async function draftAnsweredRules(
  ports: EnginePorts,
  record: ApprovalRecord,
  place: ApprovalPlace,
  chosen: readonly AnsweredRule[],
  { by }: ApprovalAnswer,
): Promise<readonly ApprovalRule[]> {
  const { id: approvalId, agentId } = record;
  const { workspace } = place;
  const machine = await openSessionMachine(ports, record, workspace);
  const drafts = chosen.map(async ({ words, scope }) => {
    const draft = {
      agentId,
      effect: 'allow',
      words,
      ...toPlace(scope, place),
      origin: 'approval',
      approvalId,
    } as const;
    const files = await findShownFiles(ports, record.subject, words, machine);
    return draftRule(ports, { ...draft, ...(files.length === 0 ? {} : { files }) }, by);
  });
  return Promise.all(drafts);
}

async function openSessionMachine(
  { config, machines }: EnginePorts,
  { agentId, sessionKey, subject: { sandbox: machine, files = [] } }: ApprovalRecord,
  workspace: string,
): Promise<Machine | undefined> {
  if (files.length === 0) return undefined;
  const agent = requireAgent(config.settings(), agentId);
  return openMachine(machines, agent, { key: sessionKey, workspace, machine }).catch(() => undefined);
}

/** The files that the rule's program runs, with the content that was shown; all shown ones if that can't be found out. */
async function findShownFiles(
  { grammar }: EnginePorts,
  { files: shown = [], programs = [] }: ApprovalSubject,
  rule: readonly string[],
  machine: Machine | undefined,
): Promise<readonly RunFile[]> {
  const program = programs.find(({ words }) => covers(rule, words));
  if (machine === undefined || program === undefined) return shown;
  const line = program.words.map(quoteWord).join(' ');
  const { inspectLine } = await import('../workspaces/inspect-line.ts');
  const facts = await inspectLine(machine, grammar, { line, cwd: joinPath(machine.workspace, program.cwd ?? '.') });
  const own = new Set(facts.programs.flatMap(({ files }) => files.map(({ path }) => path)));
  return shown.filter(({ path }) => own.has(path));
}

function requireScope(
  decision: 'allow-always' | 'allow-session',
  chosen: readonly AnsweredRule[],
  projectId: string | undefined,
): void {
  if (projectId === undefined && chosen.some(({ scope }) => scope === 'project'))
    throw invalidRequest('The session belongs to no project.', 'RULE_SCOPE', 'Use the scope "workspace" instead.');
  const isOfSession = chosen.every(({ scope }) => scope === 'session');
  if (isOfSession !== (decision === 'allow-session'))
    throw invalidRequest(
      'The decision and the scope of the rules differ. Use allow-session for rules that end with the session.',
      'RULE_SCOPE',
    );
}

function requireUse({ words }: AnsweredRule, needed: readonly { readonly words: readonly string[] }[]): void {
  const problem = ruleProblem(words);
  if (problem !== undefined) throw invalidRequest(`This rule cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  if (!needed.some((program) => covers(words, program.words)))
    throw doesNotCover('This rule does not cover the requested command.');
}

function doesNotCover(message: string): Error {
  return invalidRequest(message, 'RULE_DOES_NOT_COVER');
}
