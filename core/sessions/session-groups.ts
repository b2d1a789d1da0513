// Session groups: a list of names in the store's settings; each session stores its group.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { Principal } from '../principal.ts';

/** Group names in order, and the order of the sections in the session list. */
export interface SessionGroups {
  readonly names: readonly string[];
  readonly sectionOrder: readonly string[];
}

/** Session groups. Errors are {@link GatewayError}s. */
export interface GroupsFacet {
  list(): Promise<SessionGroups>;
  /** Replaces the list; without `sectionOrder` that order stays. */
  replace(names: readonly string[], sectionOrder?: readonly string[]): Promise<SessionGroups>;
  /** Renames a group, or removes it when `to` is undefined. Its sessions follow; `updated` counts them. */
  change(name: string, to: string | undefined, by: Principal): Promise<SessionGroups & { readonly updated: number }>;
}

const SETTING = 'sessions.groups';
const MAX_GROUPS = 500;
const PAGE = 200;

type Sessions = Pick<SessionsFacet, 'list' | 'patch'>;

/** The groups of the engine. */
export function sessionGroups(settings: SettingsStore, sessions: Sessions): GroupsFacet {
  const list = async (): Promise<SessionGroups> => {
    const stored = await settings.get(SETTING);
    // Only the functions below write it.
    return (stored as SessionGroups | undefined) ?? { names: [], sectionOrder: [] };
  };
  return {
    list,
    async replace(names, sectionOrder) {
      const distinct = [...new Set(names)];
      if (distinct.length > MAX_GROUPS || (sectionOrder?.length ?? 0) > 2 * MAX_GROUPS)
        throw invalidRequest(`At most ${MAX_GROUPS} groups are allowed.`, 'TOO_MANY_GROUPS');
      const groups = { names: distinct, sectionOrder: sectionOrder ?? (await list()).sectionOrder };
      await settings.set(SETTING, groups);
      return groups;
    },
    async change(name, to, by) {
      const before = await list();
      const members = await findMembers(sessions, name);
      if (!before.names.includes(name) && members.length === 0)
        throw invalidRequest('Unknown group.', 'GROUP_NOT_FOUND', 'Reload the group list.');
      for (const { key } of members) await sessions.patch(key, { category: to }, by);
      const changed = (names: readonly string[]) => [
        ...new Set(names.flatMap((one) => (one !== name ? [one] : to === undefined ? [] : [to]))),
      ];
      const groups = { names: changed(before.names), sectionOrder: changed(before.sectionOrder) };
      await settings.set(SETTING, groups);
      return { ...groups, updated: members.length };
    },
  };
}

async function findMembers(sessions: Sessions, category: string): Promise<readonly SessionRecord[]> {
  const members: SessionRecord[] = [];
  for (;;) {
    const page = await sessions.list({ category, archived: 'all', limit: PAGE, offset: members.length });
    members.push(...page.sessions);
    if (page.sessions.length < PAGE) return members;
  }
}
