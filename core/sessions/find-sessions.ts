// Finds sessions by the names that people and links use.
import { defined } from '#contract/types/defined.ts';
import { canonicalSessionKey } from '#contract/types/ids.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionSelector } from '../engine/queries-facet.ts';
import type { SessionQuery, SessionRecord } from '../ports/sessions-store.ts';

/** One more than is shown, so that a reader can tell whether there are more. */
const MAX_FOUND = 11;
/** A shorter prefix of an id would match too many sessions. */
const MIN_ID_LENGTH = 4;

type Ports = Pick<EnginePorts, 'store' | 'config'>;

/** Sessions that match a selector. */
export async function findSessions(ports: Ports, selector: SessionSelector): Promise<readonly SessionRecord[]> {
  const { by, text, agentId } = selector;
  switch (by) {
    case 'key':
      return findKey(ports, text, agentId);
    case 'sessionId': {
      // The id of an earlier conversation names the session, too.
      const key = await ports.store.sessions.findConversation(text);
      return key === undefined ? [] : findKey(ports, key, undefined);
    }
    case 'label':
      return list(ports, { label: text }, agentId);
    case 'shortId':
      return findShortId(ports, selector);
    case 'reference':
      return findReference(ports, text, agentId);
  }
}

async function findKey({ store, config }: Ports, asked: string, agentId: string | undefined) {
  const key = canonicalSessionKey(asked, agentId ?? config.settings().defaultAgentId);
  const record = key === undefined ? undefined : await store.sessions.get(key);
  return record === undefined || record.deletedAt !== undefined ? [] : [record];
}

async function findShortId(ports: Ports, { text, agentId, slug }: SessionSelector) {
  if (text.length < MIN_ID_LENGTH) return [];
  const found = await list(ports, { sessionIdPrefix: text }, agentId);
  const hinted = found.filter(({ title, derivedTitle }) => toSlug(title ?? derivedTitle ?? '') === slug);
  return hinted.length > 0 ? hinted : found;
}

/** A link ends with the session's key or id. */
async function findReference(ports: Ports, reference: string, agentId: string | undefined) {
  const path = reference.trim().replace(/^gatehouse:\/\/session\/|^https?:\/\/[^#]*#?\/?(?:sessions?\/)?/, '');
  const text = decode(path);
  for (const by of ['key', 'sessionId', 'label', 'shortId'] as const) {
    const found = text === '' ? [] : await findSessions(ports, { by, text, agentId });
    if (found.length > 0) return found;
  }
  return [];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded.
    return text;
  }
}

async function list(ports: Ports, query: Pick<SessionQuery, 'label' | 'sessionIdPrefix'>, agentId: string | undefined) {
  const page = { archived: 'all', limit: MAX_FOUND, offset: 0 } as const;
  return (await ports.store.sessions.list({ ...query, ...defined({ agentId }), ...page })).sessions;
}

function toSlug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
