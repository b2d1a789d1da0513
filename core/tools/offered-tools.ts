// Which of an agent's tools a model gets in a session.
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { ActiveRun } from '../runs/active-run.ts';
import { isSideThread } from '../side/side-key.ts';
import type { Tool } from './tool-sources.ts';

/** The tools of a side thread only read. */
export function offeredTools({ tools = [], actor }: Pick<ActiveRun, 'tools' | 'actor'>): readonly Tool[] {
  return isSideThread(actor.key) ? tools.filter(({ effect }) => effect === 'read') : tools;
}

/** In plan mode, the model gets only what it can use then. A call of another tool is denied by the policy. */
export function isOffered(mode: ApprovalMode, { effect }: Tool): boolean {
  if (mode !== 'plan') return effect !== 'plan';
  return effect === 'plan' || effect === 'read' || effect === 'exec' || effect === 'ask';
}
