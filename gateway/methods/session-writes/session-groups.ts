// Session groups: a list of names in the settings; each session stores its group.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { GatewayServices } from '../../server/services.ts';

const SETTING = 'sessions.groups';
const MOST_GROUPS = 500;
const PAGE = 200;

interface Groups {
  readonly names: readonly string[];
  readonly sectionOrder: readonly string[];
}

/** The groups in order. */
export async function listGroups({ store }: GatewayServices): Promise<MethodResult<'sessions.groups.list'>> {
  return wireOf(await read(store));
}

/** Replaces the list. @throws {GatewayError} */
export async function putGroups(
  names: readonly string[],
  sectionOrder: readonly string[] | undefined,
  { store }: GatewayServices,
): Promise<MethodResult<'sessions.groups.put'>> {
  const distinct = [...new Set(names)];
  if (distinct.length > MOST_GROUPS || (sectionOrder?.length ?? 0) > 2 * MOST_GROUPS)
    throw invalidRequest(`At most ${MOST_GROUPS} groups are allowed.`, 'TOO_MANY_GROUPS');
  const groups = { names: distinct, sectionOrder: sectionOrder ?? (await read(store)).sectionOrder };
  await store.settings.set(SETTING, groups);
  return { ok: true, ...wireOf(groups) };
}

/** Renames a group, or with `to` undefined removes it; the sessions in it follow. @throws {GatewayError} */
export async function changeGroup(
  name: string,
  to: string | undefined,
  services: GatewayServices,
  actor: string,
): Promise<MethodResult<'sessions.groups.rename'>> {
  const before = await read(services.store);
  const members = await membersOf(name, services);
  if (!before.names.includes(name) && members.length === 0)
    throw invalidRequest('Unknown group.', 'GROUP_NOT_FOUND', 'Reload the list of groups.');
  for (const { key } of members) await services.engine.sessions.patch(key, { category: to }, actor);
  const changed = (list: readonly string[]) => [
    ...new Set(list.flatMap((one) => (one !== name ? [one] : to === undefined ? [] : [to]))),
  ];
  const groups = { names: changed(before.names), sectionOrder: changed(before.sectionOrder) };
  await services.store.settings.set(SETTING, groups);
  return { ok: true, ...wireOf(groups), updatedSessions: members.length };
}

async function membersOf(category: string, { engine }: GatewayServices): Promise<readonly SessionRecord[]> {
  const members: SessionRecord[] = [];
  for (;;) {
    const page = await engine.sessions.list({ category, archived: 'all', limit: PAGE, offset: members.length });
    members.push(...page.sessions);
    if (page.sessions.length < PAGE) return members;
  }
}

async function read({ settings }: GatewayServices['store']): Promise<Groups> {
  const stored = await settings.get(SETTING);
  // Only `set` above writes it.
  return (stored as Groups | undefined) ?? { names: [], sectionOrder: [] };
}

function wireOf({ names, sectionOrder }: Groups) {
  return { groups: names.map((name, position) => ({ name, position })), sectionOrder: [...sectionOrder] };
}
