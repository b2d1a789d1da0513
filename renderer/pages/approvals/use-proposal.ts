// The proposal that "Always…" would store, with the changes that a person made to it.
import { useState } from 'react';
import type { AnsweredRule, RuleProposal, RuleScope } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import { formatRule, parseRule } from './inbox.ts';
import { useRehearsal } from './use-rehearsal.ts';

/** Changes to the chosen proposal. */
interface Edit {
  readonly scope?: RuleScope;
  readonly lines?: readonly string[];
}

/** The chosen proposal and its changes. */
export interface ProposalDraft {
  readonly at: number;
  readonly scope: RuleScope;
  readonly lines: readonly string[];
  /** The rules to store; undefined if a line can't be parsed or a rule can't be stored. */
  readonly rules: readonly AnsweredRule[] | undefined;
  readonly rehearsal: RuleProposal['rehearsal'] | undefined;
  readonly problem: RequestError | undefined;
  /** Chooses another proposal, without the changes. */
  choose(at: number): void;
  edit(change: Edit): void;
}

/** The approval that the rules are for. */
type Waiting = Pick<ApprovalRecord, 'id'> & { readonly agentId: string };

/** Starts with the narrowest permanent proposal. */
export function useProposal(proposals: readonly RuleProposal[], approval: Waiting): ProposalDraft {
  const [chosen, setChosen] = useState<number>();
  const [edit, setEdit] = useState<Edit>({});
  const lasting = proposals.findIndex((one) => one.scope !== 'session');
  const at = chosen ?? Math.max(0, lasting);
  const proposal = proposals[at];
  const lines = edit.lines ?? proposal?.rules.map(formatRule) ?? [];
  const scope = edit.scope ?? proposal?.scope ?? 'session';
  const rules = toRules(lines, scope);
  const isEdited = edit.lines !== undefined || edit.scope !== undefined;
  const tried = useRehearsal(isEdited && rules ? toRehearsal(rules, scope, approval, proposals) : undefined);
  return {
    at,
    scope,
    lines,
    rules: tried.problem === undefined ? rules : undefined,
    rehearsal: isEdited ? tried.rehearsal : proposal?.rehearsal,
    problem: tried.problem,
    choose(next) {
      setChosen(next);
      setEdit({});
    },
    edit: (change) => setEdit({ ...edit, ...change }),
  };
}

/** Undefined if a line can't be parsed. */
function toRules(lines: readonly string[], scope: RuleScope): readonly AnsweredRule[] | undefined {
  const words = lines.map(parseRule).filter((one) => one !== undefined);
  return words.length === lines.length ? words.map((one) => ({ words: one, scope })) : undefined;
}

function toRehearsal(
  rules: readonly AnsweredRule[],
  scope: RuleScope,
  { id: approvalId, agentId }: Waiting,
  proposals: readonly RuleProposal[],
): Parameters<typeof useRehearsal>[0] {
  const ofSession = proposals.find((one) => one.scope === 'session');
  const workspace = scope === 'agent' || scope === 'project' ? '*' : (ofSession?.workspace ?? '*');
  const projectId = proposals.find((one) => one.scope === 'project')?.projectId;
  const project = scope === 'project' && projectId !== undefined ? { projectId } : {};
  const sessionKey = scope === 'session' ? ofSession?.sessionKey : undefined;
  const session = sessionKey === undefined ? {} : { sessionKey };
  const drafts = rules.map(({ words }) => ({ words: [...words] }));
  return { agentId, approvalId, rules: drafts, workspace, ...project, ...session };
}
