// Finds a session by the name that a person or a link uses.
import { invalidRequest } from '#contract/wire/errors.ts';
import { canonicalSessionKey } from '#contract/types/ids.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { GatewayServices } from '../../server/services.ts';

type Params = MethodParams<'sessions.resolve'>;
type Selector = Pick<Params, 'key' | 'sessionId' | 'label' | 'shortId' | 'reference'>;

const SELECTORS = ['key', 'sessionId', 'label', 'shortId', 'reference'] as const;
const MOST_CANDIDATES = 10;
/** Shorter beginnings of an id would find anything. */
const SHORTEST_ID = 4;

/** Carries out `sessions.resolve`. @throws {GatewayError} when nothing is found, unless `allowMissing`. */
export async function resolveSession(
  params: Params,
  services: GatewayServices,
): Promise<MethodResult<'sessions.resolve'>> {
  const selectors = SELECTORS.filter((name) => params[name] !== undefined);
  const [name] = selectors;
  if (name === undefined || selectors.length > 1)
    throw invalidRequest(
      'invalid sessions.resolve params: exactly one of key, sessionId, label, shortId, reference is needed',
      'INVALID_PARAMS',
    );
  const found = (await findSessions(params, params, services)).filter(
    (record) => params.spawnedBy === undefined || record.parentKey === params.spawnedBy,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ok: true, ...candidateOf(only) };
  if (only !== undefined) return { ok: false, candidates: found.slice(0, MOST_CANDIDATES).map(candidateOf) };
  if (params.allowMissing === true) return { ok: false };
  throw invalidRequest(
    `No session found: ${(params[name] ?? '').slice(0, 200)}`,
    'SESSION_NOT_FOUND',
    'It was deleted, or it has no messages yet.',
  );
}

/** Sessions that a selector names. */
export async function findSessions(
  selector: Selector,
  { agentId, slugHint }: { readonly agentId?: string | undefined; readonly slugHint?: string | undefined },
  services: GatewayServices,
): Promise<readonly SessionRecord[]> {
  const { key, sessionId, label, shortId, reference } = selector;
  if (key !== undefined) return byKey(key, agentId, services);
  if (sessionId !== undefined) return byId(sessionId, services);
  if (label !== undefined) return listed({ label }, agentId, services);
  if (shortId !== undefined) return byShortId(shortId, slugHint, agentId, services);
  return byReference(reference ?? '', agentId, services);
}

async function byKey(asked: string, agentId: string | undefined, services: GatewayServices) {
  const key = canonicalSessionKey(asked, agentId ?? services.config.settings().defaultAgentId);
  const record = key === undefined ? undefined : await services.engine.sessions.get(key);
  return record === undefined ? [] : [record];
}

/** Also the id of an earlier conversation names the session. */
async function byId(sessionId: string, services: GatewayServices) {
  const key = await services.store.sessions.findConversation(sessionId);
  return key === undefined ? [] : byKey(key, undefined, services);
}

async function byShortId(
  shortId: string,
  slugHint: string | undefined,
  agentId: string | undefined,
  services: GatewayServices,
) {
  if (shortId.length < SHORTEST_ID) return [];
  const found = await listed({ sessionIdPrefix: shortId }, agentId, services);
  const hinted = found.filter((record) => slugOf(record.title ?? record.derivedTitle ?? '') === slugHint);
  return hinted.length > 0 ? hinted : found;
}

/** A link ends with the session's key or id. */
async function byReference(reference: string, agentId: string | undefined, services: GatewayServices) {
  const word = decoded(
    reference
      .trim()
      .replace(/^gatehouse:\/\/session\//, '')
      .replace(/^https?:\/\/[^#]*#?\/?(?:sessions?\/)?/, ''),
  );
  for (const selector of [{ key: word }, { sessionId: word }, { label: word }, { shortId: word }]) {
    const found = word === '' ? [] : await findSessions(selector, { agentId }, services);
    if (found.length > 0) return found;
  }
  return [];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function listed(
  query: { readonly label?: string; readonly sessionIdPrefix?: string },
  agentId: string | undefined,
  services: GatewayServices,
) {
  const { sessions } = await services.engine.sessions.list({
    ...query,
    archived: 'all',
    limit: MOST_CANDIDATES + 1,
    offset: 0,
    ...(agentId === undefined ? {} : { agentId }),
  });
  return sessions;
}

function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

function candidateOf({ key, agentId, title, derivedTitle }: SessionRecord) {
  const displayName = title ?? derivedTitle;
  return { key, agentId, ...(displayName === undefined ? {} : { displayName }) };
}
