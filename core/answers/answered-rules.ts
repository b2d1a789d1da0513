// The rules to store with an answer: together they must allow exactly the command line that was shown.
import type { AnsweredRule } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import { listNeededPrograms, listSuggestedRules } from '#contract/types/needed-programs.ts';
import type { RunFile } from '#contract/sessions/session-events.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalAnswer } from '../engine/approvals-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { bindRule } from '../policy/rule-drafts.ts';
import { toPlace } from '../policy/rule-rehearsal.ts';
import { covers, draftRule, ruleProblem } from '../policy/rules.ts';
import type { SessionActor } from '../sessions/session-actor.ts';

/** The rules of an answer; empty if it stores none. @throws {GatewayError} when they would not allow the command line. */
export function toAnsweredRules(record: ApprovalRecord, answer: ApprovalAnswer): readonly AnsweredRule[] {
  const { decision, rule, rules } = answer;
  if (decision !== 'allow-always' && decision !== 'allow-session') return [];
  const needed = listNeededPrograms(record.subject);
  const scope = decision === 'allow-session' ? 'session' : 'workspace';
  const lines = rule === undefined ? listSuggestedRules(record.subject) : [rule];
  const chosen = rules ?? lines.map((words) => ({ words, scope }) as const);
  if (chosen.length === 0 && decision === 'allow-session') return [];
  if (needed === undefined)
    throw invalidRequest(
      'No rule can be stored for this command. Allow it once or for this session.',
      'RULE_NOT_STORABLE',
    );
  requireScope(decision, chosen);
  for (const one of chosen) requireUse(one, needed);
  const isCovered = needed.every((program) => chosen.some((one) => covers(one.words, program.words)));
  if (!isCovered) throw doesNotCover('These rules do not cover every program of the command line.');
  return chosen;
}

/** The rules as they are stored. Each is bound to the files that its own command runs, as they were shown. */
export async function draftAnsweredRules(
  ports: EnginePorts,
  { id: approvalId, agentId, sessionKey, subject }: ApprovalRecord,
  actor: SessionActor,
  chosen: readonly AnsweredRule[],
  { by }: ApprovalAnswer,
): Promise<readonly ApprovalRule[]> {
  const workspace = actor.record?.workspace ?? '';
  const drafts = chosen.map(async ({ words, scope }) => {
    const place = toPlace(scope, { sessionKey, workspace });
    const draft = { agentId, effect: 'allow', words, ...place, origin: 'approval', approvalId } as const;
    const files = await findShownFiles(ports, { ...draft, workspace }, subject.files, chosen.length);
    return draftRule(ports, { ...draft, ...(files.length === 0 ? {} : { files }) }, by);
  });
  return Promise.all(drafts);
}

/** A line of one program has the files of this program. Of several, each has those that it runs alone. */
async function findShownFiles(
  ports: EnginePorts,
  rule: Parameters<typeof bindRule>[1],
  shown: readonly RunFile[] = [],
  rules: number,
): Promise<readonly RunFile[]> {
  if (rules === 1 || shown.length === 0) return shown;
  const { files = [] } = await bindRule(ports, rule);
  const own = new Set(files.map(({ path }) => path));
  return shown.filter(({ path }) => own.has(path));
}

function requireScope(decision: 'allow-always' | 'allow-session', chosen: readonly AnsweredRule[]): void {
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
