// Read-only links to sessions (Gatehouse extension).
import { Type } from 'typebox';
import { SHARE_LIMITS, type ShareLink } from '../types/share-links.ts';
import { adminMethod } from './define-method.ts';
import { closed, Id, resultType, SessionKey } from './results.ts';

/** Methods that manage share links. */
export const SHARE_LINK_METHODS = {
  'sessions.share.list': adminMethod({
    whileReadOnly: true,
    summary:
      'Lists the share links of a session, or of all sessions, newest first, including expired and revoked links.',
    rate: 'pairing',
    params: closed({ key: Type.Optional(SessionKey) }),
    result: resultType<{ readonly links: readonly ShareLink[] }>('ShareLinkList'),
  }),
  'sessions.share.create': adminMethod({
    summary:
      'Creates a link that lets anyone on the local network read a session, including later messages, until it expires, it is revoked, or the session is reset. `path` is returned only in this response; `urls` is empty while network access is off.',
    freshProof: true,
    rate: 'pairing',
    params: closed({
      key: SessionKey,
      expiresInMs: Type.Optional(Type.Integer({ minimum: SHARE_LIMITS.minMs, maximum: SHARE_LIMITS.maxMs })),
      withTools: Type.Optional(Type.Boolean()),
    }),
    result: resultType<{ readonly link: ShareLink; readonly path: string; readonly urls: readonly string[] }>(
      'ShareLinkCreation',
    ),
  }),
  'sessions.share.revoke': adminMethod({
    summary: 'Revokes a share link.',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultType<{ readonly link: ShareLink }>('ShareLinkRevocation'),
  }),
} as const;
