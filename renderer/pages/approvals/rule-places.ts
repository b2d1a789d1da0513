// Where a rule applies, as the choices of its editor.
import type { ApprovalRule } from '#contract/types/approvals.ts';

/** The rule's folder (the agent's for a new one), every folder, or its session. */
export type RulePlace = 'workspace' | 'everywhere' | 'session';

/** The places to choose from. Only a rule that was created for a session can stay with it. */
export function listPlaces(rule: ApprovalRule | undefined): readonly RulePlace[] {
  // A rule for every folder has no folder of its own to go back to.
  const places: readonly RulePlace[] = rule?.workspace === '*' ? ['everywhere'] : ['workspace', 'everywhere'];
  return rule?.sessionKey === undefined ? places : ['session', ...places];
}

/** The change of a rule to a place, as a request has it. */
export function toPlaceChange(
  place: RulePlace,
  rule: ApprovalRule | undefined,
): { readonly workspace?: string; readonly sessionKey?: null } {
  const lasting = rule?.sessionKey === undefined || place === 'session' ? {} : { sessionKey: null };
  if (place === 'everywhere') return { workspace: '*', ...lasting };
  return { ...(rule === undefined ? {} : { workspace: rule.workspace }), ...lasting };
}
