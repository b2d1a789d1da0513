// Where a rule applies, as the choices of its editor.
import type { ListedRule } from '#contract/types/approvals.ts';

const PROJECT = 'project:';

/** The rule's folder (the agent's for a new one), a project, every folder, or its session. */
export type RulePlace = 'workspace' | 'everywhere' | 'session' | `${typeof PROJECT}${string}`;

/** The place of a project. */
export function toProjectPlace(id: string): RulePlace {
  return `${PROJECT}${id}`;
}

/** The project of a place. */
export function findPlaceProject(place: RulePlace): string | undefined {
  return place.startsWith(PROJECT) ? place.slice(PROJECT.length) : undefined;
}

/** The place of a stored rule. */
export function findRulePlace({ sessionKey, projectId, workspace }: ListedRule): RulePlace {
  if (sessionKey !== undefined) return 'session';
  if (projectId !== undefined) return toProjectPlace(projectId);
  return workspace === '*' ? 'everywhere' : 'workspace';
}

/** The places to choose from. Only a rule that was created for a session can stay with it. */
export function listPlaces(rule: ListedRule | undefined, projectIds: readonly string[] = []): readonly RulePlace[] {
  const own = rule?.projectId === undefined ? [] : [rule.projectId];
  const projects = [...new Set([...own, ...projectIds])].map(toProjectPlace);
  // A rule for every folder has no folder of its own to go back to.
  const folders: readonly RulePlace[] = rule?.workspace === '*' ? [] : ['workspace'];
  const places: readonly RulePlace[] = [...folders, ...projects, 'everywhere'];
  return rule?.sessionKey === undefined ? places : ['session', ...places];
}

/** The change of a rule to a place, as a request has it. */
export function toPlaceChange(
  place: RulePlace,
  rule: ListedRule | undefined,
): { readonly workspace?: string; readonly projectId?: string; readonly sessionKey?: null } {
  const lasting = rule?.sessionKey === undefined || place === 'session' ? {} : { sessionKey: null };
  const projectId = findPlaceProject(place);
  if (projectId !== undefined) return { projectId, ...lasting };
  if (place === 'everywhere') return { workspace: '*', ...lasting };
  return { ...(rule === undefined ? {} : { workspace: rule.workspace }), ...lasting };
}
