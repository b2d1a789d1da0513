// Approval modes: what each decides about a call before any rule, and which one is in effect.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';

/** What a mode decides. */
export interface ModeRules {
  /** Edits of files in the workspace that aren't control files. */
  readonly edits: 'allow' | 'ask' | 'deny';
  /** Everything else that nothing allows: `review` lets the reviewer decide before a person is asked. */
  readonly others: 'ask' | 'review' | 'deny';
  /** Whether stored rules, the hosts that are listed in the settings, and answers for the whole session apply. */
  readonly usesRules: boolean;
  /** Whether the preset of read-only commands applies. */
  readonly usesPreset: boolean;
  /** As the adjective in "in … mode". */
  readonly name: string;
}

const ASK = { others: 'ask', usesRules: true, usesPreset: true } as const;

/** The decisions by mode. `full` allows everything, so it has none. */
const MODES: Readonly<Record<Exclude<ApprovalMode, 'full'>, ModeRules>> = {
  plan: { edits: 'deny', others: 'deny', usesRules: false, usesPreset: true, name: 'plan' },
  ask: { ...ASK, edits: 'ask', name: 'ask' },
  'accept-edits': { ...ASK, edits: 'allow', name: 'accept-edits' },
  auto: { ...ASK, edits: 'allow', others: 'review', name: 'auto' },
  deny: { edits: 'deny', others: 'deny', usesRules: true, usesPreset: false, name: 'deny' },
};

/** What a mode decides. */
export function getModeRules(mode: Exclude<ApprovalMode, 'full'>): ModeRules {
  return MODES[mode];
}

/** From the most to the least restrictive. */
const FREEDOM: readonly ApprovalMode[] = ['deny', 'plan', 'ask', 'accept-edits', 'auto', 'full'];

/** Whether a mode lets an agent do more without approval than another. */
export function isFreer(mode: ApprovalMode, than: ApprovalMode): boolean {
  return FREEDOM.indexOf(mode) > FREEDOM.indexOf(than);
}

/** The mode in effect: the session's, else the agent's. */
export function approvalMode(
  agent: Pick<AgentSettings, 'approvalMode'>,
  record: Pick<SessionRecord, 'approvalMode'> | undefined,
): ApprovalMode {
  return record?.approvalMode ?? agent.approvalMode;
}
