// Web chat: pages of this gateway on which people with a link write to one agent.
import { defineChannel } from '../define-channel.ts';
import { WebChatChannel } from './channel.ts';

/** The member of the family. */
export const WEB = defineChannel({
  id: 'web',
  title: 'Web chat',
  summary: 'A page in the browser, on this gateway, where people with a link write to one agent.',
  steps: [
    'Turn on network access under **Settings → Phone & devices**, so that others can open the page.',
    'Create a link for an agent, and send it to the people who may write to it. They need no account, and are guests: each has a session of their own, in which the agent only reads.',
    'Revoke the link when it is no longer needed. Its chats are removed from the page then; you keep the sessions.',
  ],
  fields: [],
  create({ records, clock, log }) {
    if (records === undefined) throw new Error('Web chat needs a store.');
    return new WebChatChannel({ records, clock, log });
  },
});
