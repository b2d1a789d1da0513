// Links to web chat: pages on which people without an account write to one agent (Gatehouse extension).
import { Type } from 'typebox';
import { WEB_CHAT_LIMITS, type WebChatLink } from '../types/web-chat.ts';
import { adminMethod } from './define-method.ts';
import { closed, Id, resultType } from './results.ts';

/** Methods that manage links to web chat. */
export const WEB_CHAT_METHODS = {
  'webChat.list': adminMethod({
    whileReadOnly: true,
    summary:
      'Lists the links to web chat, newest first, including expired and revoked links. While web chat is turned off, `enabled` is false and `links` is empty.',
    rate: 'pairing',
    params: closed({}),
    result: resultType<{ readonly enabled: boolean; readonly links: readonly WebChatLink[] }>('WebChatList'),
  }),
  'webChat.create': adminMethod({
    summary:
      'Creates a link to a page on which people on the network can write to one agent, as guests with a session each, until it expires or is revoked. Turns web chat on. `path` is returned only in this response; `urls` is empty while network access is off.',
    freshProof: true,
    rate: 'pairing',
    params: closed({
      agentId: Type.Optional(Id),
      title: Type.Optional(Type.String({ minLength: 1, maxLength: WEB_CHAT_LIMITS.titleCharacters })),
      expiresInMs: Type.Optional(Type.Integer({ minimum: WEB_CHAT_LIMITS.minMs, maximum: WEB_CHAT_LIMITS.maxMs })),
    }),
    result: resultType<{ readonly link: WebChatLink; readonly path: string; readonly urls: readonly string[] }>(
      'WebChatCreation',
    ),
  }),
  'webChat.revoke': adminMethod({
    summary: 'Revokes a link to web chat, and removes its chats from the page. Their sessions remain.',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultType<{ readonly link: WebChatLink }>('WebChatRevocation'),
  }),
} as const;
